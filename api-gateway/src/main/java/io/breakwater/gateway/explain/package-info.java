/**
 * {@code GET /limits/explain}: the answer to "why this 429?". It looks at a request as the gateway would, with live
 * counters, and neither charges them nor is itself charged to any.
 *
 * <p><b>Threading.</b> Event loops. <b>Failure.</b> Without Redis the policies and quotas are null, as nobody knows then;
 * what stops a request before them is told all the same.
 */
@NullMarked
package io.breakwater.gateway.explain;

import org.jspecify.annotations.NullMarked;
