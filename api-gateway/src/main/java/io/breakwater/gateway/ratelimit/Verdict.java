package io.breakwater.gateway.ratelimit;

/**
 * What one policy says of one request.
 *
 * @param limit that held for this subject
 * @param remaining after the decision
 * @param waitMs until one more request would pass if nobody else called; zero when one would at once
 */
public record Verdict(Policy policy, boolean admitted, long limit, long remaining, long waitMs) {

    /** The share of the limit that is left, for finding the policy nearest to its limit. */
    double share() {
        return (double) remaining / limit;
    }
}
