/**
 * The packaged suite with a demo tenant, on ports and below a folder of its own, for benchmarks.
 *
 * <p><b>Threading.</b> For one thread.
 *
 * <p><b>Failure.</b> What does not start is a {@code SuiteException} or {@code StoreException} of local-stack, which say why.
 */
@NullMarked
package io.breakwater.bench.suite;

import org.jspecify.annotations.NullMarked;
