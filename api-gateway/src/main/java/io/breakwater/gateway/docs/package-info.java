/**
 * The API's document at {@code /openapi} and a page that shows it and tries it at {@code /docs}.
 *
 * <p>Everything is read from the classpath once, when the process starts, and kept as it is sent, compressed as well: about
 * three megabytes. Safe from any event loop. A file that is missing stops the start. Nothing is loaded from elsewhere; the page
 * runs under a policy that forbids it.
 */
@NullMarked
package io.breakwater.gateway.docs;

import org.jspecify.annotations.NullMarked;
