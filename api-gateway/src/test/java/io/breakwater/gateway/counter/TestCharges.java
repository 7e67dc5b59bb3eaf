package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import io.breakwater.gateway.policy.Policy.OnRedisLost;
import io.breakwater.gateway.policy.Policy.Subject;
import io.breakwater.gateway.policy.Reach;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Policies and charges for tests, without what they do not care about. */
public final class TestCharges {

    private TestCharges() {}

    public static Policy policy(String name, Algorithm algorithm, long limit, long windowMs) {
        return policy(name, algorithm, limit, windowMs, null, Consistency.STRICT, false);
    }

    public static Policy leased(String name, Algorithm algorithm, long limit, long windowMs) {
        return policy(name, algorithm, limit, windowMs, null, Consistency.LEASED, false);
    }

    public static Policy triedOut(String name, Algorithm algorithm, long limit, long windowMs) {
        return policy(name, algorithm, limit, windowMs, null, Consistency.STRICT, true);
    }

    public static Policy policy(
            String name,
            Algorithm algorithm,
            long limit,
            long windowMs,
            @Nullable Long burst,
            Consistency consistency,
            boolean dryRun) {
        return new Policy(
                name,
                Subject.KEY,
                limit,
                Duration.ofMillis(windowMs),
                algorithm,
                burst,
                consistency,
                OnRedisLost.LOCAL,
                dryRun,
                Map.of(),
                Reach.EVERYWHERE);
    }

    /** To a counter of its own, in the one slot of all these. */
    public static Charge charge(Policy policy) {
        Long limit = policy.limit();
        return Charge.of(policy, "rl:{t:model}:" + UUID.randomUUID(), limit == null ? 1 : limit);
    }

    public static Charge charge(String name, Algorithm algorithm, long limit, long windowMs) {
        return charge(policy(name, algorithm, limit, windowMs));
    }
}
