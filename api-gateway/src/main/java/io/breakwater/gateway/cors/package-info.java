/**
 * Web pages of other origins: what a browser is told about using a route (Fetch standard, CORS protocol).
 *
 * <p>A preflight is answered here, without a credential and without the upstream. On other requests the headers are set
 * before anything else can be refused, so that a page can read errors too; what an upstream says of the matter is dropped
 * on a route that has a rule of its own. CORS protects users of browsers, it is no access control: a request from an
 * origin that is not allowed is still served, and the browser keeps the answer from the page.
 *
 * <p>On a route {@code by_key} the caller's key says which pages may read answers. A preflight carries no key and is allowed
 * to every origin; an answer to no good key is readable to none.
 *
 * <p><b>Threading.</b> On the request's event loop; pure but for the response's headers. <b>Failure.</b> A preflight that
 * asks for what is not allowed is 403 {@code FORBIDDEN}.
 */
@NullMarked
package io.breakwater.gateway.cors;

import org.jspecify.annotations.NullMarked;
