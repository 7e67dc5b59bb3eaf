/**
 * Jobs over several services: asked for once, done whatever happens in between.
 *
 * <p>A job is a row with a step for each service, in order. A replica leases a job that is due, calls the step's service
 * once, and records what came of it in one transaction that checks the lease; so a paused or killed replica leaves a job
 * that another one goes on with when the lease is over. Steps may be called again and have to be idempotent; one that
 * changes nothing but this service's database runs inside the recording transaction.
 *
 * <p><b>Failure.</b> Whatever a step throws is recorded as a code, logged, and tried again after a growing pause, until the
 * job is given up ({@code failed}). An export that is refused, or too big, fails at once; the replay of an erasure is never
 * given up. PostgreSQL away: nothing moves, nothing is lost. Blocking; virtual threads, one job of
 * each kind at a time in each replica.
 */
@NullMarked
package io.breakwater.admin.job;

import org.jspecify.annotations.NullMarked;
