/**
 * Which route a request takes: the canonical form of its path, and the table of routes read from YAML.
 *
 * <p>Everything here is immutable after construction and safe from any thread; matching does no I/O. A path that could
 * mean two things is refused as {@code INVALID_REQUEST}. A table with any mistake is refused as a whole, naming every
 * mistake at once: at the start the process ends, later the table before it stays in force, with a metric and one line in
 * the log. The operator's file is read again every few seconds and compared by its content, because a mounted ConfigMap
 * is a link that is swapped; a request keeps the table that it began with.
 */
@NullMarked
package io.breakwater.gateway.route;

import org.jspecify.annotations.NullMarked;
