package io.breakwater.auth.exchange;

import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant and its plan say about every credential of it; the tenant's own limits stand in place of the plan's.
 *
 * @param requestsPerMinute null for no limit
 * @param writesPerMonth of each team; null for no limit
 * @param eventsPerDay null for no limit
 * @param participantsPerMonth null for no limit
 * @param billingDay 1 to 28: when the subscription's month begins
 */
record StoredTenant(
        TenantStatus status,
        String plan,
        @Nullable Integer requestsPerMinute,
        @Nullable Long writesPerMonth,
        @Nullable Long eventsPerDay,
        @Nullable Long participantsPerMonth,
        int billingDay) {

    private static final String LIMIT = "tenant";
    private static final String WRITES = "writes_month";
    private static final String EVENTS = "events_day";
    private static final String PARTICIPANTS = "participants_month";

    /**
     * A subscription that is past due or over is the gateway's to act upon, by route.
     *
     * @throws ProblemException {@code TENANT_SUSPENDED}
     */
    void requireNotSuspended() {
        switch (status) {
            case ACTIVE, PAST_DUE, CANCELLED -> {}
            case SUSPENDED -> throw ProblemException.of(ErrorCode.TENANT_SUSPENDED);
        }
    }

    /** Requests per 60 s by policy; mutable. */
    Map<String, Integer> limits() {
        Map<String, Integer> limits = new HashMap<>();
        if (requestsPerMinute != null) {
            limits.put(LIMIT, requestsPerMinute);
        }
        return limits;
    }

    /** What the gateway counts over a month. */
    Map<String, Long> quotas() {
        return writesPerMonth == null ? Map.of() : Map.of(WRITES, writesPerMonth);
    }

    /** What services behind the gateway count, as the internal token carries it. */
    Map<String, Long> servicesQuotas() {
        Map<String, Long> quotas = new HashMap<>();
        if (eventsPerDay != null) {
            quotas.put(EVENTS, eventsPerDay);
        }
        if (participantsPerMonth != null) {
            quotas.put(PARTICIPANTS, participantsPerMonth);
        }
        return quotas;
    }
}
