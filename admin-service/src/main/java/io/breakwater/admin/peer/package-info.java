/**
 * Calls to the other services' internal routes: what proves this service to them, what their refusals mean to our
 * callers, and when a call is tried again. The routes themselves are declared beside the features that use them.
 *
 * <p>Blocking; safe from any thread. While a service is away, what is idempotent is tried again for a moment, then
 * everything is answered {@code SERVICE_UNAVAILABLE}; after repeated failures at once, until it is back. Each service has
 * a circuit breaker of its own.
 */
@NullMarked
package io.breakwater.admin.peer;

import org.jspecify.annotations.NullMarked;
