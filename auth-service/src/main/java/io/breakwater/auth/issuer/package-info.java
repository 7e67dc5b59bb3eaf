/**
 * External issuers: people who sign in with Keycloak, Auth0, Clerk and the like present that issuer's JWT, and are the
 * user of the same verified address.
 *
 * <p>Only configured issuers are believed, each with its own keys, audience and algorithms; what a token says about where
 * its keys are ({@code jku}, {@code x5u}, {@code jwk}) is not read. Keys are fetched from the configured address alone, with
 * a time-out and a bound on the size, kept for 10 minutes, and fetched again for an unknown {@code kid} at most every 30 s,
 * however many tokens name one. While an issuer cannot be asked its last known keys go on; when none are known its tokens
 * are answered 503, not refused. One fetch per issuer is in flight, on the virtual thread of whoever needs it first; others
 * wait for it no longer than its time-out, and nobody else's credentials wait at all. After a fetch that failed nobody waits
 * for the next but who makes it, so that tokens of an issuer that is down, true or false, cost a look at memory.
 *
 * <p>A person is linked to a user at their first use, when both the issuer and this service hold the address for verified;
 * from then on by issuer and subject alone. Thread-safe.
 */
@NullMarked
package io.breakwater.auth.issuer;

import org.jspecify.annotations.NullMarked;
