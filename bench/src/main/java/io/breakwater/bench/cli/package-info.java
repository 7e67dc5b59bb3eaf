/**
 * The command line: {@code ./dev bench NAME}.
 *
 * <p><b>Threading.</b> One thread per command.
 *
 * <p><b>Failure.</b> What a person can mend is said in a sentence; all else is a stack trace. The exit code is not 0 in both cases.
 */
@NullMarked
package io.breakwater.bench.cli;

import org.jspecify.annotations.NullMarked;
