package io.breakwater.auth.plan;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may use. In every limit null means none.
 *
 * @param apiKeys how many keys may be alive at once
 * @param teamWritesPerMonth of each team
 * @param headlessSdk a flag that the SDK is told
 * @param auditRetentionDays 1 to 3,650
 */
public record Plan(
        String id,
        @Nullable @Min(1) @Max(10_000_000) Integer requestsPerMinute,
        @Nullable @Min(0) @Max(1_000_000) Integer apiKeys,
        @Nullable @Min(0) @Max(Limits.MOST) Long eventsPerDay,
        @Nullable @Min(0) @Max(Limits.MOST) Long participantsPerMonth,
        @Nullable @Min(0) @Max(Limits.MOST) Long teamWritesPerMonth,
        @Nullable @Min(0) @Max(1_000_000) Integer concurrentEngagements,
        boolean headlessSdk,
        @Min(1) @Max(3650) int auditRetentionDays) {

    /** What a new tenant is on. */
    public static final String STARTER = "starter";

    static Plan from(PlanRow row) {
        return new Plan(
                row.id,
                row.requestsPerMinute,
                row.apiKeys,
                row.eventsPerDay,
                row.participantsPerMonth,
                row.teamWritesPerMonth,
                row.concurrentEngagements,
                row.headlessSdk,
                row.auditRetentionDays);
    }

    /** The plan as it applies to a tenant with limits of its own. */
    public Plan under(Limits own) {
        return new Plan(
                id,
                or(own.requestsPerMinute(), requestsPerMinute),
                or(own.apiKeys(), apiKeys),
                or(own.eventsPerDay(), eventsPerDay),
                or(own.participantsPerMonth(), participantsPerMonth),
                or(own.teamWritesPerMonth(), teamWritesPerMonth),
                concurrentEngagements,
                headlessSdk,
                auditRetentionDays);
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T plans) {
        return own == null ? plans : own;
    }
}
