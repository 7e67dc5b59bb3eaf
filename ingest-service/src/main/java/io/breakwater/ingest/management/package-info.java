/**
 * Who may call ingest-service's internal routes. The routes themselves are with their features; {@code
 * io.breakwater.internal} says how they are kept.
 *
 * <p>The table is read at start and never changes.
 */
@NullMarked
package io.breakwater.ingest.management;

import org.jspecify.annotations.NullMarked;
