/**
 * The erasure ledger: what was erased stays erased when a store is restored from a backup.
 *
 * <p>Each erasure is entered when it is asked for, and again when it is done, by hash: in PostgreSQL in the transaction that
 * does so, and within a second in the Redis stream {@code admin:erasure-ledger}, which is never trimmed. At the start, and
 * regularly after it, the entries of both for as long as backups are kept are compared. What only Redis has, a request or
 * that it is done: the database was restored, so the erasure is done again, by hash, over all services. What Redis had
 * and has no more: Redis was restored or lost its data, so the same, and it is entered again.
 *
 * <p><b>Failure.</b> The service is not ready before the ledgers were compared and every such erasure is done, so without
 * Redis it does not become ready; once ready it stays so. Blocking; virtual threads; any number of replicas.
 */
@NullMarked
package io.breakwater.admin.ledger;

import org.jspecify.annotations.NullMarked;
