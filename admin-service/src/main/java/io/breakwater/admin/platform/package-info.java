/**
 * Who acts on the platform's routes: a platform administrator and nobody else.
 *
 * <p>Request-scoped, no I/O. Whoever is none is answered 403.
 */
@NullMarked
package io.breakwater.admin.platform;

import org.jspecify.annotations.NullMarked;
