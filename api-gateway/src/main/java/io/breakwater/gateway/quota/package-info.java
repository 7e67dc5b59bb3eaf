/**
 * Quotas that the gateway keeps: {@code writes_month} of a team, on routes marked {@code billing: write}. Redis holds the
 * truth, in one counter per team, environment and month of the subscription.
 *
 * <p><b>Successes only.</b> A write is charged before it is forwarded and given back unless its answer is below 400. A
 * gateway that dies in between has counted a write too many; never is one admitted too many.
 *
 * <p><b>Threading.</b> Safe from any thread, never blocks. <b>Failure.</b> While Redis is lost writes pass and are not
 * counted, or are refused, by configuration.
 */
@NullMarked
package io.breakwater.gateway.quota;

import org.jspecify.annotations.NullMarked;
