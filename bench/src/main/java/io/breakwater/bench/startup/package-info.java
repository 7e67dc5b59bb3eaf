/**
 * Starting: how long each service takes until it is ready, and how much memory it has then, as it is packaged and with a cache of
 * what the JVM would otherwise load, link and profile anew (JEP 483, 514 and 515).
 *
 * <p><b>Threading.</b> One start after the other, on one thread.
 *
 * <p><b>Failure.</b> A service that does not become ready is a {@link io.breakwater.bench.process.BenchException} with the end of its
 * log. Reads Linux' {@code /proc}.
 */
@NullMarked
package io.breakwater.bench.startup;

import org.jspecify.annotations.NullMarked;
