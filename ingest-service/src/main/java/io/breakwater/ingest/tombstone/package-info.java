/**
 * Who is erased, for everybody who might bring something of theirs back: transactions that settle events ask {@link
 * io.breakwater.ingest.tombstone.Tombstones}, requests ask {@link io.breakwater.ingest.tombstone.ErasedTenants}.
 *
 * <p>A transaction sees every erasure that was committed before it asked. One that asked before and is still open is
 * waited for by the erasure itself; for that it must have a transaction id before it asks. Requests learn of an erased
 * tenant a second later at most. Thread-safe; a failure of PostgreSQL fails the transaction that asks, and leaves requests
 * with what was known.
 */
@NullMarked
package io.breakwater.ingest.tombstone;

import org.jspecify.annotations.NullMarked;
