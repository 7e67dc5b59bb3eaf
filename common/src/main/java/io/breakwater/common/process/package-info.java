/** What a service sets before it starts, and no configuration can. Called once, by {@code main}. */
@NullMarked
package io.breakwater.common.process;

import org.jspecify.annotations.NullMarked;
