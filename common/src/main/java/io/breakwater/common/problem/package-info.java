/**
 * What goes wrong, and how a client is told: one catalogue of codes, one exception with a public and an internal half,
 * and the profiles in which an error is written.
 *
 * <p>Everything here is immutable and safe from any thread. Rendering cannot fail: it writes only strings and numbers.
 * An internal message or cause is logged with the request id and never rendered.
 */
@NullMarked
package io.breakwater.common.problem;

import org.jspecify.annotations.NullMarked;
