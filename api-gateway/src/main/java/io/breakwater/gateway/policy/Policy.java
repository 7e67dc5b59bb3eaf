package io.breakwater.gateway.policy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit as data. Immutable.
 *
 * @param name stable; what headers, metrics and overrides call it
 * @param limit how many in a window, for whomever neither plan nor key says otherwise; null for no limit then
 * @param burst how many at once, for a token bucket; null for the limit
 * @param plans limits by plan
 * @param reach the requests that it holds for
 */
public record Policy(
        String name,
        Subject subject,
        @Nullable Long limit,
        Duration window,
        Algorithm algorithm,
        @Nullable Long burst,
        Consistency consistency,
        OnRedisLost onRedisLost,
        boolean dryRun,
        Map<String, Long> plans,
        Reach reach) {

    /** Products of a limit and a window in milliseconds stay exact in Lua's doubles below this. */
    static final long EXACT = 1L << 53;

    /** From how many permits a second on a limit may be leased. */
    static final long LEASABLE_PER_SECOND = 100;

    private static final double MINUTE_MS = 60_000;

    /** Whom a policy counts. */
    public enum Subject {
        /** The client's address (IPv6 by /64). */
        IP,
        /** The API key; requests of users are not counted. */
        KEY,
        /** The API key and the scope that the request needs; requests that need none are not counted. */
        KEY_AND_SCOPE,
        /** The person who is signed in to a tenant. */
        USER,
        /** The team that the caller acts for; who acts for none is not counted. */
        TEAM,
        /** The tenant, by environment: all its keys and users together. */
        TENANT,
        /** The platform administrator. */
        ADMINISTRATOR
    }

    /** How a policy counts. */
    public enum Algorithm {
        /** Two weighted windows. */
        SLIDING_WINDOW,
        /** A bucket that refills continuously. */
        TOKEN_BUCKET,
        /** From one moment to another, for instance a month: a quota. Not for configured policies. */
        PERIOD
    }

    /** How exactly several gateways share one count. */
    public enum Consistency {
        /** Every request is counted in Redis. */
        STRICT,
        /** Permits are taken from Redis some at a time, for at most 200 ms; never more than the limit, at times a little less. */
        LEASED
    }

    /** What a policy does while Redis cannot be asked. */
    public enum OnRedisLost {
        /** Lets every request pass. */
        OPEN,
        /** Refuses every request with 503. */
        CLOSED,
        /** Counts in this process alone, against its share of the limit. */
        LOCAL
    }

    public Policy {
        plans = Map.copyOf(plans);
    }

    /**
     * The limit for one subject: its own or its tenant's where there is one, else its plan's, else everybody's. Null for
     * no limit. At least 1, and small enough to be counted exactly.
     *
     * @param own limits by policy, in 60 s whatever the window is
     * @param plan null for a subject without a plan
     */
    public @Nullable Long limitFor(Map<String, Long> own, @Nullable String plan) {
        @Nullable Long found = inWindow(own.get(name));
        if (found == null && plan != null) {
            found = plans.get(plan);
        }
        if (found == null) {
            found = limit;
        }
        return found == null ? null : Math.clamp(found, 1, EXACT / window.toMillis());
    }

    private @Nullable Long inWindow(@Nullable Long perMinute) {
        return perMinute == null ? null : (Long) (long) (perMinute * (window.toMillis() / MINUTE_MS));
    }

    /** Where {@link #limitFor} found the limit: {@code own}, {@code plan} or {@code policy}. */
    public String limitSource(Map<String, Long> own, @Nullable String plan) {
        if (own.containsKey(name)) {
            return "own";
        }
        return plan != null && plans.containsKey(plan) ? "plan" : "policy";
    }

    /** How many at once under a limit of this policy: the same share of it as of the configured one. */
    public long burstOf(long effectiveLimit) {
        if (burst == null || limit == null) {
            return effectiveLimit;
        }
        if (limit == effectiveLimit) {
            return burst;
        }
        return Math.clamp((long) ((double) effectiveLimit * burst / limit), 1, EXACT / window.toMillis());
    }

    /** Whether permits of a limit may be leased: only where a lease is small beside it. */
    public boolean isLeasable(long effectiveLimit) {
        return consistency == Consistency.LEASED && effectiveLimit * 1000 >= LEASABLE_PER_SECOND * window.toMillis();
    }
}
