/**
 * What the bodies of all intakes have in common: they may be compressed, within bounds, and those of other APIs are read
 * as trees that keep every digit of every number.
 *
 * <p>Nothing here blocks or waits; everything is thread-safe. What cannot be read is a {@code ProblemException}.
 */
@NullMarked
package io.breakwater.ingest.body;

import org.jspecify.annotations.NullMarked;
