@NullMarked
package io.breakwater.auth.patch;

import org.jspecify.annotations.NullMarked;
