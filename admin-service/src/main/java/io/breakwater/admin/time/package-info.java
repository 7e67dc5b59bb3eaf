/**
 * The one source of time: a {@code Clock} in UTC that everything injects, so that tests can pass their own.
 *
 * <p>Thread-safe; cannot fail.
 */
@NullMarked
package io.breakwater.admin.time;

import org.jspecify.annotations.NullMarked;
