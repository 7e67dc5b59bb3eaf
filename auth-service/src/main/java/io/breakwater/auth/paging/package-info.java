/**
 * Lists with an opaque cursor.
 *
 * <p>Pages run from the newest id to the oldest, so a page is stable under inserts. Immutable values, no I/O. A limit or
 * cursor that cannot be read is answered 400.
 */
@NullMarked
package io.breakwater.auth.paging;

import org.jspecify.annotations.NullMarked;
