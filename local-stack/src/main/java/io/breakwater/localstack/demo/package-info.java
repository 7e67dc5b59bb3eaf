/**
 * The suite seen from outside, through the gateway's public API alone: the demo account that {@code ./dev up} leaves
 * behind, and the story that {@code ./dev demo} plays.
 *
 * <p>Not thread-safe. An answer that is not the expected one is a
 * {@link io.breakwater.localstack.suite.SuiteException} that says which request was answered how.
 */
@NullMarked
package io.breakwater.localstack.demo;

import org.jspecify.annotations.NullMarked;
