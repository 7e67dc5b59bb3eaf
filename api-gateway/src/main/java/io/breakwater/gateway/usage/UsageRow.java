package io.breakwater.gateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What requests are counted by.
 *
 * @param hour the UTC hour in which they ended, for instance {@code 2026-01-01T07:00:00Z}
 * @param environment {@code live} or {@code test}
 * @param key the API key's id; null for people
 * @param route the route's id
 * @param status as it was sent; 499 when the client had gone
 * @param policy the limit that refused them; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UsageRow(
        String hour,
        String tenant,
        String environment,
        @Nullable String key,
        String route,
        int status,
        @Nullable String policy) {}
