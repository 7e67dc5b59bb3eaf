/**
 * Rate limits: which policies a request meets, whom they count, and what an answer says of it.
 *
 * <p><b>Slots.</b> All counters of a tenant are in one hash slot, so that a request of a tenant is one question to Redis.
 * The counter of an address is in another. A request that is charged to both is charged to its address first; if its
 * caller is refused then, the address gets its charge back. Whoever dies in between has admitted too little, never too
 * much.
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
 * (let pass), closed (503), or local: counted in this process, against the limit divided by the number of gateways there
 * were. What was counted in Redis before is not known then, so a subject may get its share anew. A failover of Redis may
 * forget the latest counts.
 */
@NullMarked
package io.breakwater.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
