/**
 * Rate limits: policies as data, charged in Redis by one atomic script per request, so that all gateways share one
 * count.
 *
 * <p><b>Algorithms.</b> {@code sliding-window} weighs the previous of two fixed windows by what of it the sliding one
 * still covers: at each decision ⌈previous·(1−f)⌉ + current + cost ≤ limit. {@code token-bucket} refills continuously
 * and holds at most the limit. Both count in whole milliseconds of Redis' clock and in exact integers, and exist twice:
 * in Lua, and in Java as the reference that the Lua is tested against and as the limiter of one process.
 *
 * <p><b>Refused addresses.</b> A key of good form that nobody knows costs an exchange before it can be refused, and only
 * then is its address charged. So that inventing keys does not pay, an address that a limit refused is remembered until
 * that limit would let it pass again: meanwhile a credential that is not cached here is answered {@code RATE_LIMITED}
 * without an exchange and without Redis. One that is cached as good passes, so that whoever shares an address with an
 * attacker (behind one NAT) goes on working; only who comes new from there waits. What a burst can cost before its first
 * refusal is known is the limit and what was in flight by then.
 *
 * <p><b>Threading.</b> Everything runs on event loops and never blocks. Counters in memory are bounded.
 *
 * <p><b>Failure.</b> When Redis does not answer within its time-out, each policy does what its configuration says: open
 * (let pass), closed (503), or local (count in this process). For a second after a loss Redis is not asked again.
 */
@NullMarked
package io.breakwater.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
