/** Tests of the service as a whole. */
@NullMarked
package io.breakwater.auth;

import org.jspecify.annotations.NullMarked;
