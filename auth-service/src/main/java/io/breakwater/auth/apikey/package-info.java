/**
 * API keys: minted, listed, changed, rotated and revoked by whoever holds {@code admin} in their tenant.
 *
 * <p>The plaintext is in the answer that mints a key and nowhere else; the SHA-256 is stored. A credential grants only
 * scopes, teams and environment that it holds, and sees only keys of its own tenant and environment; every other key is
 * answered 404. The plan bounds the keys alive at once, also when many are minted at the same time: minting holds the
 * tenant row. A key that was replaced works until its grace is over and does not count while the key that replaced it is
 * alive. A calling key that is revoked while its request is under way mints and changes nothing any more. A change or
 * revocation is told on the change feed in its own transaction. Resources run on virtual threads and block on PostgreSQL.
 */
@NullMarked
package io.breakwater.auth.apikey;

import org.jspecify.annotations.NullMarked;
