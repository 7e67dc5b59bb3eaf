/**
 * An API key in the body of a request, for pages and beacons that cannot set a header: the member {@code _apiKey} of a JSON
 * object, in {@code application/json} or {@code text/plain}.
 *
 * <p>Only where a route says so is such a body read whole before it is passed on, within the route's limit and bounds on all
 * such bodies. Where neither a header nor the query carries a credential it is read in search of one, before the request may
 * pass and after addresses that are refused anyway; otherwise once the request may pass, to cut out what stands in the key's
 * place and is no credential there. What is passed on is that body without the member, every other byte as it was sent. The
 * key is neither logged nor kept.
 *
 * <p><b>Threading.</b> On the request's event loop; a body of 1 MB costs a few milliseconds. <b>Failure.</b> What is no JSON
 * object carries no key. One that names the member twice, or that is nested too deeply, is {@code INVALID_REQUEST}.
 */
@NullMarked
package io.breakwater.gateway.bodykey;

import org.jspecify.annotations.NullMarked;
