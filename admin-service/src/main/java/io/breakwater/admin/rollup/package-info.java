/**
 * Roll-ups of requests and events, added up from what gateways and ingest-service tell.
 *
 * <p><b>How.</b> Each message of {@code gateway:usage} and {@code ingest:usage} is added once, in the transaction that also
 * notes that it was read: so the sums are exact, whatever dies in between. Requests are kept by hour at their finest (key,
 * route, status, policy) and by each of these alone, events by name and state under the hour of their acceptance; the sum
 * over all hours is the conservation report's. The busiest minute of each hour is kept beside. What everybody does is added
 * up once more, for the platform.
 *
 * <p><b>Days are packed.</b> Some hours after a UTC day's end its hourly rows become one row with running totals of 24 hours.
 * What comes for it later is an hourly row again until the next upkeep. So what was counted is always the sum of both.
 *
 * <p><b>Bounds.</b> Names of events are the clients': as many to a tenant and environment as
 * {@code breakwater.analytics.event-names} says are counted apart, all others together as {@value
 * io.breakwater.admin.rollup.EventNames#OTHERS}. Months are dropped whole when they are older than
 * {@code breakwater.analytics.keep}.
 *
 * <p><b>Threading and failure.</b> One reader at a time over all replicas; packing keeps it waiting for a tenant's day at a
 * time, and may be done by every replica. What cannot be read is set aside by the intake.
 */
@NullMarked
package io.breakwater.admin.rollup;

import org.jspecify.annotations.NullMarked;
