/**
 * Usage: how many requests every tenant made, by environment, key, route and status, and which limits they hit.
 *
 * <p><b>How.</b> A request adds one to a row in memory. Each second the rows are written as one entry to the Redis stream
 * {@code gateway:usage} ({@code id}, {@code type} {@code usage.flushed}, {@code at}, {@code payload}); nothing goes over
 * the wire per request. The id, a UUID, is the same however often a batch is sent, so that whoever
 * adds them up can drop what came twice. A row names the UTC hour that it belongs to, so that counts which wait out an
 * outage still land in theirs.
 *
 * <p><b>Threading.</b> Rows are added from any thread; one event loop flushes, one batch at a time.
 *
 * <p><b>Failure.</b> While Redis is lost the batch that was under way waits unchanged, and new requests merge into the
 * rows behind it. Their number is bounded; requests that find no room are counted as lost, in a metric. An orderly stop
 * flushes what is there, and after it every request at once. A crash loses what was not flushed: a second's worth while
 * Redis is there.
 */
@NullMarked
package io.breakwater.gateway.usage;

import org.jspecify.annotations.NullMarked;
