/**
 * Counts which events ended in which state, in the transaction that brings them there, and tells of it on the stream {@code
 * ingest:usage}: the sum of everything told is what the {@code ledger} table holds.
 *
 * <p>Blocking, on virtual threads; thread-safe. A failure rolls the caller's transaction back, and the counts with it.
 */
@NullMarked
package io.breakwater.ingest.ledger;

import org.jspecify.annotations.NullMarked;
