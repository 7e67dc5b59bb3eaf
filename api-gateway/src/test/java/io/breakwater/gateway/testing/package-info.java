/**
 * What the gateway's component tests talk to: an auth-service and upstreams in this JVM, over real sockets, and clients
 * that can also say what no well-behaved client would.
 */
@NullMarked
package io.breakwater.gateway.testing;

import org.jspecify.annotations.NullMarked;
