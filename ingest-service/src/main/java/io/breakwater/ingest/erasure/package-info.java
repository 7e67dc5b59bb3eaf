/**
 * Erases a participant or a tenant: admin-service calls {@code POST /internal/erasures} with the same body until the answer
 * is {@code done}; each call does a bounded piece of the work.
 *
 * <ol>
 *   <li><b>settling</b>: the erasure's row is the tombstone that every transaction which settles events looks for. Then all
 *       that may not have seen it is waited for: transactions by their ids, and the stream until its readers have passed a
 *       marker that was appended to each partition after the request. What they meet of the subject ends as {@code erased}.
 *   <li><b>events</b>, <b>dead_letters</b>, <b>rest</b>: in batches, each a transaction, events become bare ids in state
 *       {@code erased} (counted as such in the ledger), and their facts, dedupe keys, users, sessions and quota entries go.
 *   <li><b>trimming</b>: the stream is cut off before the markers.
 *   <li><b>rewriting</b>: Redis' append-only files are written anew, so that nothing is left in them either.
 * </ol>
 *
 * <p>Progress is in the row and in the transactions that make it, so a call may be repeated, may come twice at once, and may
 * crash anywhere. Of a participant, only what was accepted up to the request is erased; an erased tenant stays erased.
 * Neither the table, nor a log, nor a message holds a participant's id. Blocking, on virtual threads; while PostgreSQL or
 * Redis is away a call is 503 and changes nothing that the next one does not continue.
 */
@NullMarked
package io.breakwater.ingest.erasure;

import org.jspecify.annotations.NullMarked;
