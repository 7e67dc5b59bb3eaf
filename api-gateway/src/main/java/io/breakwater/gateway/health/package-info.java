/**
 * What the public door says of the suite's health and version, and what Kubernetes is told of this process.
 *
 * <p>Event loop only. {@code /health/ready} asks every service's management port and Redis, each within a time-out, at
 * most once a second however often it is asked itself; whatever does not answer is DOWN and makes the answer a 503. The
 * probes on the management port know only this process: a lost store must not take the gateways out.
 */
@NullMarked
package io.breakwater.gateway.health;

import org.jspecify.annotations.NullMarked;
