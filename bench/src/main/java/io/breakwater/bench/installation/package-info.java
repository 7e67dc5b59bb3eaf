/**
 * A suite of its own for a benchmark: started fresh beside whatever else runs, provisioned through its public API as an
 * operator would, watched from outside by the kernel's and the stores' own counts, and removed in the end.
 *
 * <p><b>Threading.</b> Confined to the benchmark's thread, but for what says otherwise.
 *
 * <p><b>Failure.</b> What does not come up or answers otherwise than it should is a {@link
 * io.breakwater.bench.process.BenchException}.
 */
@NullMarked
package io.breakwater.bench.installation;

import org.jspecify.annotations.NullMarked;
