/**
 * Which route a request takes: the canonical form of its path, and the table of routes read from YAML.
 *
 * <p>Everything here is immutable after construction and safe from any thread; matching does no I/O. A path that could
 * mean two things is refused as {@code INVALID_REQUEST}. A table with any mistake is refused as a whole, naming every
 * mistake at once, and the process does not start.
 */
@NullMarked
package io.breakwater.gateway.route;

import org.jspecify.annotations.NullMarked;
