/**
 * Rate limits: policies as data, charged in Redis by one atomic script per request, so that all gateways share one
 * count.
 *
 * <p><b>Algorithms.</b> {@code sliding-window} weighs the previous of two fixed windows by what of it the sliding one
 * still covers: at each decision ⌈previous·(1−f)⌉ + current + cost ≤ limit. {@code token-bucket} refills continuously
 * and holds at most the limit. Both count in whole milliseconds of Redis' clock and in exact integers, and exist twice:
 * in Lua, and in Java as the reference that the Lua is tested against and as the limiter of one process.
 *
 * <p><b>Threading.</b> Everything runs on event loops and never blocks. Counters in memory are bounded.
 *
 * <p><b>Failure.</b> When Redis does not answer within its time-out, each policy does what its configuration says: open
 * (let pass), closed (503), or local (count in this process). For a second after a loss Redis is not asked again.
 */
@NullMarked
package io.breakwater.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
