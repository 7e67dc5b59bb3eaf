/**
 * An API key in the body of a request, for pages and beacons that cannot set a header: the member {@code _apiKey} of a JSON
 * object, in {@code application/json} or {@code text/plain}.
 *
 * <p>Only where a route says so and no header carries a credential is the body read before the request may pass, within the
 * route's limit and a bound on all such bodies. What is passed on is that body without the member, every other byte as it was
 * sent. The key is neither logged nor kept.
 *
 * <p><b>Threading.</b> On the request's event loop; a body of 1 MB costs a few milliseconds. <b>Failure.</b> What is no JSON
 * object carries no key. One that names the member twice, or that is nested too deeply, is {@code INVALID_REQUEST}.
 */
@NullMarked
package io.breakwater.gateway.bodykey;

import org.jspecify.annotations.NullMarked;
