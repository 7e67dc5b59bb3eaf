package io.breakwater.auth.tenant;

import io.breakwater.auth.plan.Plan;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as its own people see it.
 *
 * @param plan the plan's id
 * @param limits what applies to the tenant: its plan's limits and its own in place of them
 */
record TenantView(
        UUID id,
        String name,
        TenantStatus status,
        String plan,
        @Schema(minimum = "1", maximum = "28") int billingDay,
        EffectiveLimits limits,
        Usage usage,
        Instant createdAt,
        Instant updatedAt) {

    /** What applies; null for no limit. */
    record EffectiveLimits(
            @Nullable Integer requestsPerMinute,
            @Nullable Integer apiKeys,
            @Nullable Long eventsPerDay,
            @Nullable Long participantsPerMonth,
            @Nullable Long teamWritesPerMonth,
            boolean headlessSdk,
            int auditRetentionDays) {

        static EffectiveLimits from(Plan plan) {
            return new EffectiveLimits(
                    plan.requestsPerMinute(),
                    plan.apiKeys(),
                    plan.eventsPerDay(),
                    plan.participantsPerMonth(),
                    plan.teamWritesPerMonth(),
                    plan.headlessSdk(),
                    plan.auditRetentionDays());
        }
    }

    /**
     * What is used of the limits that this service counts.
     *
     * @param apiKeys the keys that count against the limit, of both environments
     */
    record Usage(long apiKeys) {}

    static TenantView from(Tenant tenant, Plan effective, Usage usage) {
        return new TenantView(
                tenant.id(),
                tenant.name(),
                tenant.status(),
                tenant.plan(),
                tenant.billingDay(),
                EffectiveLimits.from(effective),
                usage,
                tenant.createdAt(),
                tenant.updatedAt());
    }
}
