/**
 * How the services read and write JSON: {@code snake_case}, UTF-8, RFC 3339 times in UTC, exact numbers; duplicate keys,
 * trailing tokens, coerced scalars and text that PostgreSQL cannot store are refused; unknown fields are ignored and
 * named in the answer.
 *
 * <p>Mappers are thread-safe once built. Bad input is always a {@code JsonProcessingException}, which the services answer
 * with 400.
 */
@NullMarked
package io.breakwater.common.json;

import org.jspecify.annotations.NullMarked;
