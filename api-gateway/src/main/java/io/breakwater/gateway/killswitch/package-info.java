/**
 * Kill switches: what an administrator has switched off, refused within a second at every gateway.
 *
 * <p><b>What is read.</b> The Redis hash {@code bw:kill-switches}: a field is a scope ({@code global}, {@code
 * tenant:<id>}, {@code key:<id>}, {@code route:<id>}, {@code prefix:<path>}), its value {@code {"reason","by","at",
 * "expires_at"?,"id"}} in JSON, times in RFC 3339. The string {@code bw:kill-switches:version} is different after each
 * change, and the stream {@code admin:kill-switches} gets an entry. Whoever writes changes the hash first, then the
 * version ({@code INCR}), then adds the entry: a reader that looks at the version first can miss nothing. Any entry makes
 * the hash be read again; without one the version is compared each second, and the hash is read every ten seconds all
 * the same.
 *
 * <p><b>What it reaches.</b> New requests, and those that are open: an answer in the making, an event stream or a socket
 * is broken off, and who still waits for the first byte is told. Nothing stops {@code /admin}, {@code /auth/platform},
 * the JWKS and the gateway's own endpoints.
 *
 * <p><b>Threading.</b> One event loop reads Redis, on a connection of its own; a request looks at an immutable set.
 *
 * <p><b>Failure.</b> The last known set holds while Redis is lost, and when Redis comes back without a version: a store
 * that has forgotten is not an order to switch everything on again. At the start a second is waited for the first read;
 * after that traffic passes, because a Redis outage must not take the gateways out. A switch ends by the gateway's clock.
 * A value that cannot be read counts as a switch without an end; a scope that cannot be read is skipped and logged.
 */
@NullMarked
package io.breakwater.gateway.killswitch;

import org.jspecify.annotations.NullMarked;
