/**
 * The one way in: takes a request through path, route, credential, scope and limits to its upstream, and writes every
 * error of the gateway.
 *
 * <p><b>Threading.</b> A request is handled on the event loop that accepted it; what completes elsewhere hops back
 * first. Nothing blocks, and no body is read before the request may pass.
 *
 * <p><b>Failure.</b> Every failure becomes an answer in the route's error profile, with the request id; one that nobody
 * foresaw is {@code INTERNAL_ERROR} and is logged with its cause. No page of a framework leaves the process.
 */
@NullMarked
package io.breakwater.gateway.entry;

import org.jspecify.annotations.NullMarked;
