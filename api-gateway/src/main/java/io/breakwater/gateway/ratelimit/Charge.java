package io.breakwater.gateway.ratelimit;

/**
 * What one request costs under one policy.
 *
 * @param key of the counter; all charges of one request are in one hash slot
 * @param limit the policy's, or the subject's own
 */
record Charge(Policy policy, String key, long limit) {

    /** What a request costs; no policy weighs requests yet. */
    static final long COST = 1;

    long windowMs() {
        return policy.window().toMillis();
    }
}
