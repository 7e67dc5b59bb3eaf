package io.breakwater.auth.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant may use.
 *
 * @param requestsPerMinute null for no limit
 * @param apiKeys how many keys may be alive at once; null for no limit
 */
public record Plan(
        String id,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer apiKeys) {

    /** What a new tenant is on. */
    public static final String STARTER = "starter";
}
