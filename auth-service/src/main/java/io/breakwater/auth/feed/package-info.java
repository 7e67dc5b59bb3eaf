/**
 * The change feed: what gateways must know so that they forget a cached credential.
 *
 * <p>A change is written to the outbox in the transaction that makes it, so it is told if and only if it happened; the
 * relay publishes it to the Redis stream {@code auth:changes} within milliseconds. While Redis is away changes wait in
 * PostgreSQL. Thread-safe.
 */
@NullMarked
package io.breakwater.auth.feed;

import org.jspecify.annotations.NullMarked;
