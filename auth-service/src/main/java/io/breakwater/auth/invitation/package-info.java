/**
 * Invitations to a tenant: an offer of a role and of teams to whoever holds an address, open for seven days.
 *
 * <p>The mail holds a token of 256 random bits, of which the SHA-256 is kept; whoever presents it holds the address. A
 * signed-in user joins with the verified address that was invited; without a credential an account is made, whose address
 * is verified by the token. Each invitation is good for one use, also when it is accepted many times at once: deciding
 * holds the tenant's row. Of two open invitations of one address the newer stands. What was used, revoked, has expired or
 * never was is answered alike, 404. Mails leave after the commit. Passwords are hashed outside of transactions. Resources
 * run on virtual threads and block on PostgreSQL. Tokens are in no log, list or text form of a value.
 */
@NullMarked
package io.breakwater.auth.invitation;

import org.jspecify.annotations.NullMarked;
