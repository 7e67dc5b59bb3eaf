/**
 * Idempotency keys: what a client sends so that a repeated request has its effect once, and the port to whatever remembers
 * the first outcome.
 *
 * <p>A key belongs to one credential and one route. The first request with it claims it, does its work, and leaves its
 * outcome in the same transaction as the work; a repetition is given that outcome. A claim is a lease: when its holder
 * dies, another request may take it after the lease, and a holder that comes back too late finds that it has lost it.
 */
@NullMarked
package io.breakwater.common.idempotency;

import org.jspecify.annotations.NullMarked;
