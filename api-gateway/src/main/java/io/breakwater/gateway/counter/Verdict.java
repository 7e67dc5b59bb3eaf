package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy;

/**
 * What one policy says of one request.
 *
 * @param charge under which limit it looked
 * @param admitted false for what a policy that is only tried out would refuse, too
 * @param remaining after the decision; at most this much when permits are leased
 * @param waitMs until one more request would pass if nobody else called; zero when one would at once
 */
public record Verdict(Charge charge, boolean admitted, long remaining, long waitMs) {

    public Policy policy() {
        return charge.policy();
    }

    public long limit() {
        return charge.limit();
    }

    /** Whether it stops the request. */
    public boolean refuses() {
        return !admitted && !policy().dryRun();
    }

    /** Whether clients are told of it: neither of a quota nor of what is only tried out. */
    public boolean isShown() {
        return !charge.isPeriod() && !policy().dryRun();
    }

    /** The share of what is admitted at once that is left, for finding the policy nearest to its limit. */
    public double share() {
        return (double) remaining / charge.burst();
    }
}
