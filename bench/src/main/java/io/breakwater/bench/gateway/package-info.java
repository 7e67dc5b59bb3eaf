/**
 * The gateway beside its peers: the same small request, again and again, with what is measured on a core of its own.
 *
 * <p><b>Threading.</b> One variant after the other, on one thread; what they run are processes.
 *
 * <p><b>Failure.</b> A variant whose answers are not all as they should be is no measurement: the run ends with what came
 * instead. A peer that the machine lacks is named, and its row is missing.
 */
@NullMarked
package io.breakwater.bench.gateway;

import org.jspecify.annotations.NullMarked;
