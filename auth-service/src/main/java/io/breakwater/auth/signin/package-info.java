/**
 * Signing up, in and out, over HTTP: what {@code /auth} answers.
 *
 * <p>Tokens are in the body, or with {@code ?mode=cookie} in cookies alone; a refresh without a body takes the cookie.
 * A session whose tokens were in cookies once is never answered with them in the body. Bodies must be said to be JSON, which
 * no form of another site can do.
 * Switching tenants ends the present session and begins another. A suspended tenant lets in its owners alone.
 *
 * <p>Resources run on virtual threads and may block. A refused login says neither whether the address is known nor how
 * long looking took; a saturated hashing pool answers 503. Request bodies hold passwords and tokens: they are never
 * logged, and their records do not print them.
 */
@NullMarked
package io.breakwater.auth.signin;

import org.jspecify.annotations.NullMarked;
