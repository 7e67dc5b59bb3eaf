/**
 * Tokens that go out by mail and are good for one use.
 *
 * <p>256 random bits in URL-safe base64, stored as SHA-256, bound to a purpose, a user and the address they were mailed to.
 * A new one voids those before it of the same user and purpose. Methods join the caller's transaction and block on
 * PostgreSQL; of two that redeem one token at once, one gets it. Tokens are deleted 30 days after they expired.
 */
@NullMarked
package io.breakwater.auth.onetime;

import org.jspecify.annotations.NullMarked;
