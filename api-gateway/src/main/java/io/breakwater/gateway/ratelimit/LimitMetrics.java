package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.SharedLimiter;
import io.breakwater.gateway.counter.Verdict;
import io.breakwater.gateway.policy.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the limits did, by policy: as many labels as there are policies. Thread-safe. */
final class LimitMetrics {

    private final MeterRegistry meters;
    private final Map<String, OfPolicy> byPolicy = new ConcurrentHashMap<>();

    LimitMetrics(MeterRegistry meters, List<Policy> policies, SharedLimiter shared) {
        this.meters = meters;
        policies.forEach(this::of);
        Gauge.builder("breakwater.ratelimit.redis.up", shared, limiter -> limiter.isAvailable() ? 1 : 0)
                .description("Whether limits are counted in Redis at present")
                .register(meters);
        Gauge.builder("breakwater.ratelimit.gateways", shared, SharedLimiter::sharers)
                .description("How many gateways share the limits")
                .register(meters);
    }

    /** {@code refused} of a policy that is only tried out is what it would have refused. */
    private record OfPolicy(Counter admitted, Counter refused, Counter withoutRedis) {}

    Decision counted(Decision decision) {
        for (Verdict verdict : decision.looked()) {
            OfPolicy counters = of(verdict.policy());
            (verdict.admitted() ? counters.admitted() : counters.refused()).increment();
        }
        return decision;
    }

    void decidedWithoutRedis(Policy policy) {
        of(policy).withoutRedis().increment();
    }

    private OfPolicy of(Policy policy) {
        OfPolicy known = byPolicy.get(policy.name());
        return known == null ? byPolicy.computeIfAbsent(policy.name(), name -> register(policy)) : known;
    }

    private OfPolicy register(Policy policy) {
        return new OfPolicy(
                outcome(policy, policy.dryRun() ? "would_admit" : "admitted"),
                outcome(policy, policy.dryRun() ? "would_refuse" : "refused"),
                Counter.builder("breakwater.ratelimit.redis.lost")
                        .description("Decisions that were taken without Redis")
                        .tag("policy", policy.name())
                        .tag("mode", policy.onRedisLost().name().toLowerCase(Locale.ROOT))
                        .register(meters));
    }

    private Counter outcome(Policy policy, String outcome) {
        return Counter.builder("breakwater.ratelimit.decisions")
                .tag("policy", policy.name())
                .tag("outcome", outcome)
                .register(meters);
    }
}
