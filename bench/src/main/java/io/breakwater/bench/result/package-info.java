/**
 * What a benchmark found: tables with units, targets and whether they were met, the machine. Written as JSON, to be kept and
 * compared, and as Markdown, to be read.
 *
 * <p><b>Threading.</b> Values; immutable.
 *
 * <p><b>Failure.</b> A figure that could not be measured is null and shown as a dash, never as a zero; what was missing on the
 * machine is named.
 */
@NullMarked
package io.breakwater.bench.result;

import org.jspecify.annotations.NullMarked;
