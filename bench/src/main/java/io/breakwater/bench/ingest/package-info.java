/**
 * Ingestion: how fast it accepts, how much it carries from acceptance to committed effects, what that costs each process, and
 * what the parts it is made of could do.
 *
 * <p>Generator, services and stores share all cores of the machine, as on a laptop or a small server.
 *
 * <p><b>Threading.</b> One scenario after the other, on one thread; one more reads how far the suite is behind.
 *
 * <p><b>Failure.</b> A scenario whose requests are not all accepted is no measurement: the run ends with what came instead.
 */
@NullMarked
package io.breakwater.bench.ingest;

import org.jspecify.annotations.NullMarked;
