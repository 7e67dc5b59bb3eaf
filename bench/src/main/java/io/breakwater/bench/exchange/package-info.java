/**
 * The credential exchange: how long a gateway waits for what it does not know.
 *
 * <p><b>Threading.</b> One load after the other, on one thread.
 *
 * <p><b>Failure.</b> A load of which not every request was granted is no measurement: the run ends with what came instead.
 */
@NullMarked
package io.breakwater.bench.exchange;

import org.jspecify.annotations.NullMarked;
