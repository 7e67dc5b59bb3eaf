package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Policy.Algorithm;

/**
 * What one request is charged to under one policy.
 *
 * @param key of the counter; all charges of one request that are decided together are in one hash slot
 * @param limit the policy's, or the subject's own
 * @param endsAtMs of a {@link Algorithm#PERIOD}, when it ends, in milliseconds of the epoch; else 0
 */
public record Charge(Policy policy, String key, long limit, long endsAtMs) {

    /** What a request costs; no policy weighs requests yet. */
    static final long COST = 1;

    /** Of a policy whose windows follow one another by themselves. */
    public static Charge of(Policy policy, String key, long limit) {
        return new Charge(policy, key, limit, 0);
    }

    long windowMs() {
        return policy.window().toMillis();
    }

    /** How many at once. */
    public long burst() {
        return policy.burstOf(limit);
    }

    boolean isPeriod() {
        return policy.algorithm() == Algorithm.PERIOD;
    }

    /** Against one of several equal shares of the limit. */
    Charge share(int sharers) {
        return sharers <= 1 ? this : new Charge(policy, key, Math.max(1, limit / sharers), endsAtMs);
    }

    Counter empty(long nowMs) {
        return switch (policy.algorithm()) {
            case SLIDING_WINDOW -> SlidingWindow.empty(limit, windowMs(), nowMs);
            case TOKEN_BUCKET -> TokenBucket.full(limit, burst(), windowMs(), nowMs);
            case PERIOD -> new Period(limit, endsAtMs, nowMs, 0);
        };
    }
}
