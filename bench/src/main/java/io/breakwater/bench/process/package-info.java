/**
 * Processes that are measured, and those that measure: started on cores of their own, and read for the CPU time and memory
 * that the kernel accounts to them.
 *
 * <p><b>Threading.</b> Safe from any thread.
 *
 * <p><b>Failure.</b> A process that does not come up or ends early is a {@link BenchException} with the end of its log. Every
 * process ends with its object, at the latest with this JVM.
 */
@NullMarked
package io.breakwater.bench.process;

import org.jspecify.annotations.NullMarked;
