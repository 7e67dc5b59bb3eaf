/** What the tests of this service share: the other services as they are seen from here, over real sockets. */
@NullMarked
package io.breakwater.admin.testing;

import org.jspecify.annotations.NullMarked;
