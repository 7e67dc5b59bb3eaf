/**
 * Brings what is in the log to PostgreSQL. Each worker owns partitions by a lease row with an epoch; it reads from the
 * position in that row and commits effects and the new position in one transaction that first checks the epoch. An owner
 * that was paused and replaced is fenced off by that check, so an effect happens once.
 *
 * <p>One virtual thread keeps the leases, one looks for work, and at most {@code breakwater.ingest.worker.concurrency}
 * settle batches, each in one transaction for several partitions, or for each by itself where one of them is fenced off or
 * holds what does not fit. While PostgreSQL or Redis is away they wait and try again; nothing is dead-lettered for that. A batch
 * with data that does not fit is bisected, and the single event that cannot be stored is kept as dead after five
 * attempts. A log that was lost is a new generation, an error in the log and a metric.
 */
@NullMarked
package io.breakwater.ingest.worker;

import org.jspecify.annotations.NullMarked;
