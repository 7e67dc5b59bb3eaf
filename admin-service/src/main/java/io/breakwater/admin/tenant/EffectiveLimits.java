package io.breakwater.admin.tenant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The limits that apply to a tenant: its plan's, and its own in place of them. Null for no limit. */
@Schema(name = "PlatformTenantLimits")
public record EffectiveLimits(
        @Nullable Long requestsPerMinute,
        @Nullable Long apiKeys,
        @Nullable Long eventsPerDay,
        @Nullable Long participantsPerMonth,
        @Nullable Long teamWritesPerMonth,
        boolean headlessSdk,
        int auditRetentionDays) {}
