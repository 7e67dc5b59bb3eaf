/**
 * What holds for every answer of this service, whatever feature gives it: unknown paths are answered in our form, and a
 * database that is away is 503, not 500.
 *
 * <p>Stateless. The route for unknown paths runs on the event loop and does no I/O.
 */
@NullMarked
package io.breakwater.auth.http;

import org.jspecify.annotations.NullMarked;
