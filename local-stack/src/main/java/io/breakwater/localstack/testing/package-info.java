/**
 * What the services' tests use of this module: a {@code @QuarkusTest} names
 * {@link io.breakwater.localstack.testing.StoresTestResource} and runs on a real PostgreSQL and a real Redis.
 *
 * <p>One pair of stores serves all test classes of a JVM and ends with it. A store that does not start fails the test
 * run; nothing is skipped.
 */
@NullMarked
package io.breakwater.localstack.testing;

import org.jspecify.annotations.NullMarked;
