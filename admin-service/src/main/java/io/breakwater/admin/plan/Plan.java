package io.breakwater.admin.plan;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may use. In every limit null means none.
 *
 * @param apiKeys how many keys may be alive at once
 * @param teamWritesPerMonth of each team
 * @param headlessSdk a flag that the SDK is told
 */
public record Plan(
        String id,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer apiKeys,
        @Nullable Long eventsPerDay,
        @Nullable Long participantsPerMonth,
        @Nullable Long teamWritesPerMonth,
        @Nullable Integer concurrentEngagements,
        boolean headlessSdk,
        @Schema(minimum = "1", maximum = "3650") int auditRetentionDays) {}
