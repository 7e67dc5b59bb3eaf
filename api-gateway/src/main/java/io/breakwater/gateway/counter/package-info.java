/**
 * Counting: how often somebody was let pass, exactly, and shared by all gateways through Redis.
 *
 * <p><b>Algorithms.</b> {@code sliding-window} weighs the previous of two fixed windows by what of it the sliding one
 * still covers: at each decision ⌈previous·(1−f)⌉ + current + cost ≤ limit. {@code token-bucket} refills continuously
 * and holds at most its burst. {@code period} counts from one moment to another. All count in whole milliseconds of
 * Redis' clock and in exact integers, and exist twice: in Lua, one file each, and in Java as the reference that the Lua
 * is tested against and as the limiter of one process.
 *
 * <p><b>One question.</b> All policies of a request that count subjects of one tenant have their counters in one hash
 * slot, and are charged by one script, all or none. What refused is remembered until it could let pass again, so that
 * whoever hammers at a limit costs no Redis. Where all policies may be leased, most requests ask nobody.
 *
 * <p><b>Threading.</b> Safe from any thread, never blocks. Everything in memory is bounded.
 *
 * <p><b>Failure.</b> When Redis does not answer in time, decisions fail until it does again; what to do then is the policies' to say.
 */
@NullMarked
package io.breakwater.gateway.counter;

import org.jspecify.annotations.NullMarked;
