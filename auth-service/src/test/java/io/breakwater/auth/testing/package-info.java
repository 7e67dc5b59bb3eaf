/**
 * What the component tests share: the service's environment and ways to call it as its real callers do.
 *
 * <p>Every internal token comes from the exchange route, asked with a signed assertion, so each test takes the whole
 * path that a request through the gateway takes.
 */
@NullMarked
package io.breakwater.auth.testing;

import org.jspecify.annotations.NullMarked;
