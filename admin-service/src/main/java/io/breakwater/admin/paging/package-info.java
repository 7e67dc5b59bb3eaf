/**
 * Lists in the form of CONTRACT §3: with an opaque cursor, or by page number with a total.
 *
 * <p>Immutable values, no I/O. A limit or cursor that cannot be read is answered 400.
 */
@NullMarked
package io.breakwater.admin.paging;

import org.jspecify.annotations.NullMarked;
