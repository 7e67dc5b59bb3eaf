package io.breakwater.admin.tenant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much of one limit is used.
 *
 * @param limit null for none
 * @param used null when nobody counts it, as there is no limit or nothing happened yet, or when it cannot be asked
 */
public record LimitUse(
        @Schema(enumeration = {"requests_per_minute", "api_keys", "events_per_day", "participants_per_month"})
        String name,

        @Nullable Long limit,
        @Nullable Long used) {}
