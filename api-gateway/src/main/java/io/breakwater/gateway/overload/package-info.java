/**
 * Turning requests away while there are more than the event loops can serve, and ending without losing any.
 *
 * <p>Each event loop measures how late its own timer fires. While one is later than the threshold, the number of requests
 * that may be in progress shrinks by a fifth each time, starting from how many there are; otherwise it grows again, by a
 * twentieth (additive-increase, multiplicative-decrease; cf. Netflix' concurrency limits). Beyond it requests are answered
 * 503 with {@code Retry-After} before any credential is looked at. Health, the platform's administration and its login are
 * never turned away; open streams do not count, for they cost nothing while nothing passes.
 *
 * <p><b>Threading.</b> Counters are atomic; the limit is adjusted under a short lock a few times a second. <b>Failure.</b>
 * Nothing here is shared between gateways.
 */
@NullMarked
package io.breakwater.gateway.overload;

import org.jspecify.annotations.NullMarked;
