/**
 * The commands of {@code ./dev} that deal with a suite. The script finds a JDK and builds; the rest is here.
 *
 * <p>Commands print to standard output; what fails is one sentence on standard error and exit code 1. Only an error of this
 * program shows a stack trace.
 */
@NullMarked
package io.breakwater.localstack.cli;

import org.jspecify.annotations.NullMarked;
