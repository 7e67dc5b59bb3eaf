/**
 * Who is calling: finds the credential in headers, query, body or cookie, exchanges it at auth-service for an internal token (the phantom-token pattern),
 * and keeps the outcome in a bounded cache that the change feed clears.
 *
 * <p><b>Threading.</b> Event loops only, never blocking. The cache is shared by all event loops; one exchange per
 * credential is in flight at a time, and whoever waits for it continues on its own event loop.
 *
 * <p><b>Failure.</b> While auth-service is away, known credentials are served for up to 5 min when the feed is readable
 * and 15 s when it is not; unknown ones are answered {@code SERVICE_UNAVAILABLE}. A gap in the feed clears the cache.
 * An exchange that began before an eviction is used by those who waited for it and not kept.
 */
@NullMarked
package io.breakwater.gateway.credential;

import org.jspecify.annotations.NullMarked;
