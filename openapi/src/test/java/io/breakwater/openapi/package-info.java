@NullMarked
package io.breakwater.openapi;

import org.jspecify.annotations.NullMarked;
