package io.breakwater.admin.plan;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A merge patch of a plan, as it is documented: what is absent stays, null takes a limit away. */
@Schema(name = "PlanChange", minProperties = 1)
record PlanChange(
        @Schema(minimum = "1", maximum = "10000000") @Nullable
        Integer requestsPerMinute,

        @Schema(minimum = "0", maximum = "1000000") @Nullable
        Integer apiKeys,

        @Schema(minimum = "0", maximum = "1000000000000000") @Nullable
        Long eventsPerDay,

        @Schema(minimum = "0", maximum = "1000000000000000") @Nullable
        Long participantsPerMonth,

        @Schema(minimum = "0", maximum = "1000000000000000") @Nullable
        Long teamWritesPerMonth,

        @Schema(minimum = "0", maximum = "1000000") @Nullable
        Integer concurrentEngagements,

        @Nullable Boolean headlessSdk,
        @Schema(minimum = "1", maximum = "3650") @Nullable Integer auditRetentionDays) {}
