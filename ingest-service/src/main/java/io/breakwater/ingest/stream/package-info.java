/**
 * The log of accepted events: 64 partitions of a Redis stream, the ids that name a place in them, and what an entry
 * holds. An entry that was appended is durable as {@link io.breakwater.ingest.stream.DurabilityProbe} says.
 *
 * <p>Appending never blocks and pipelines over a few held connections; reading blocks and is called from virtual threads.
 * While Redis is away, slow or refuses to write, every call fails with {@link
 * io.breakwater.ingest.stream.StreamUnavailableException}, and nothing is buffered here.
 */
@NullMarked
package io.breakwater.ingest.stream;

import org.jspecify.annotations.NullMarked;
