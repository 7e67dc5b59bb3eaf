/**
 * {@code events_day} and {@code participants_month}: how much of a tenant's plan an environment has used. An event is
 * charged in Redis before it enters the log, so that no concurrency exceeds a limit, and refunded when it turns out to
 * have no effect. PostgreSQL is the truth: counts that Redis does not have are taken from there, and refunds are copied
 * from there as a sum that only grows, so that a crash in between loses none and none counts twice. A tenant without a
 * limit costs nothing.
 *
 * <p>Thread-safe. Charging never blocks; PostgreSQL is asked on virtual threads. While Redis is away nothing is charged
 * and nothing accepted; while PostgreSQL is away and Redis has no counts, they begin at nothing.
 */
@NullMarked
package io.breakwater.ingest.quota;

import org.jspecify.annotations.NullMarked;
