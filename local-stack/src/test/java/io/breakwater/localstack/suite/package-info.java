/** Tests of the suite's life, on real stores and with small programs in the services' places. */
@NullMarked
package io.breakwater.localstack.suite;

import org.jspecify.annotations.NullMarked;
