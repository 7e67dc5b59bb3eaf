/**
 * Reads the other services' Redis streams into PostgreSQL, each message once.
 *
 * <p>A bean that implements {@link io.breakwater.admin.intake.StreamConsumer} is all that a reader of a stream has to
 * write. One virtual thread per stream and process reads; a row per stream, locked for each batch, lets one of all replicas
 * read at a time. What the consumers write, the ids that were taken in and the new position are committed in one
 * transaction, so that a crash at any point repeats a batch or none of it, and a message that is delivered twice is seen
 * once.
 *
 * <p>While PostgreSQL or Redis is away a reader waits and tries again. A message that a consumer cannot take is found by
 * halving its batch and set aside, with an error in the log and in {@code breakwater.intake.set.aside}; the others go on. It
 * is offered again whenever the service starts. When a stream no longer has the entry that was read last, it was lost or cut
 * off: that is told by an error and {@code breakwater.intake.gaps}, and all that the stream has now is read. Senders of the
 * streams that are confirmed publish again what was lost.
 */
@NullMarked
package io.breakwater.admin.intake;

import org.jspecify.annotations.NullMarked;
