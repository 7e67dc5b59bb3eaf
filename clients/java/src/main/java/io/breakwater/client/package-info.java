/**
 * Calls Breakwater's API: {@link io.breakwater.client.Breakwater} is the way in. What it sends and understands is generated from
 * the API's document ({@code io.breakwater.client.api} and {@code .model}); this package adds the credential, idempotency keys,
 * repetition, typed errors and pagination.
 *
 * <p>A client is immutable and serves any number of threads; calls block theirs. Whatever fails is an unchecked
 * {@link io.breakwater.client.error.BreakwaterException}.
 */
@NullMarked
package io.breakwater.client;

import org.jspecify.annotations.NullMarked;
