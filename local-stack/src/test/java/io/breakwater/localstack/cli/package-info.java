/** Tests of the command line. */
@NullMarked
package io.breakwater.localstack.cli;

import org.jspecify.annotations.NullMarked;
