/**
 * Sessions and their tokens: a signed access token of minutes, and opaque refresh tokens of one use each.
 *
 * <p>The refresh tokens of a session are a family. Using one makes its successor; the token before, within seconds, gives
 * that same successor again, so two tabs that refresh at once stay signed in; any other second use means that a token
 * was stolen, and ends the session. A successor is derived from its predecessor by HMAC, so nothing that could be used is
 * stored. Used tokens are kept as long as their session. Tokens that were in cookies once are answered in cookies alone. A session ends when it is idle or old, on logout, or by reuse; an end before its time is told on the change
 * feed in its own transaction.
 *
 * <p>Methods join the transaction of the caller (or open one) and block on PostgreSQL; refreshes of one session wait for
 * one another on its row. Verifying an access token does no I/O.
 */
@NullMarked
package io.breakwater.auth.session;

import org.jspecify.annotations.NullMarked;
