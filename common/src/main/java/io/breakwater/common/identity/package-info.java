/**
 * Who is calling: the identity that auth-service signs into an internal token, how every service reads it back, and the
 * assertions by which one service proves itself to another.
 *
 * <p>Records are immutable. A token is verified once and then served from a bounded cache until it expires
 * ({@link CachingPrincipalFactory}), from any thread. A token that cannot be verified is refused as
 * {@code INVALID_TOKEN}; nothing here falls back to an anonymous caller.
 */
@NullMarked
package io.breakwater.common.identity;

import org.jspecify.annotations.NullMarked;
