/**
 * Partial changes of small JSON objects.
 *
 * <p>No I/O, no state; thread-safe. What does not fit is answered 400 with the path of the field.
 */
@NullMarked
package io.breakwater.auth.patch;

import org.jspecify.annotations.NullMarked;
