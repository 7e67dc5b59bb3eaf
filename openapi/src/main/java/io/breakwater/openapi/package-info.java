/**
 * Finishes the OpenAPI document of a service that has this module among its dependencies, while the service is built: which
 * fields of an answer are always there and which may be null, as the records say it by {@code @Nullable}, and bounds and
 * examples of the parameters that mean the same everywhere.
 *
 * <p>Runs in one thread of the build, never in a running service. What cannot be decided, such as two records of one name,
 * fails the build.
 */
@NullMarked
package io.breakwater.openapi;

import org.jspecify.annotations.NullMarked;
