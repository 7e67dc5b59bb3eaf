/**
 * The Segment tracking API, so that its SDKs send here unchanged: {@code POST /v1/track}, {@code identify}, {@code page},
 * {@code screen}, {@code group}, {@code alias} and {@code batch}.
 *
 * <p>Calls become events of the source {@code segment}: {@code track} has the name of its {@code event}, the others are
 * {@code identify}, {@code page_viewed}, {@code screen_viewed}, {@code group} and {@code alias}. {@code properties} (of
 * {@code identify} and {@code group}, {@code traits}) become the event's properties; whatever else the call holds is under
 * {@code $segment} there, but for what differs from one attempt to the next ({@code sentAt}, {@code _metadata}) and the
 * write key.
 *
 * <p>Runs on the event loop and never blocks. A call that is no event ends as a dead letter, since SDKs do not read
 * answers; only a body that is no JSON is 400, one beyond the limits 413, and while the log is away it is 503.
 */
@NullMarked
package io.breakwater.ingest.compat;

import org.jspecify.annotations.NullMarked;
