package io.breakwater.auth.plan;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one tenant, each in place of its plan's; null leaves the plan's.
 *
 * @param requestsPerMinute 1 to 10,000,000
 * @param apiKeys how many keys may be alive at once, 0 to 1,000,000
 * @param eventsPerDay 0 to 10^15, as the two that follow
 * @param teamWritesPerMonth of each team
 */
public record Limits(
        @Nullable @Min(1) @Max(10_000_000) Integer requestsPerMinute,
        @Nullable @Min(0) @Max(1_000_000) Integer apiKeys,
        @Nullable @Min(0) @Max(Limits.MOST) Long eventsPerDay,
        @Nullable @Min(0) @Max(Limits.MOST) Long participantsPerMonth,
        @Nullable @Min(0) @Max(Limits.MOST) Long teamWritesPerMonth) {

    static final long MOST = 1_000_000_000_000_000L;

    /** No limit of one's own. */
    public static final Limits NONE = new Limits(null, null, null, null, null);
}
