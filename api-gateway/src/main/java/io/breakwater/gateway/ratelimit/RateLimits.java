package io.breakwater.gateway.ratelimit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The feature's front: charges a request to its policies. Safe from any thread. */
@Startup
@Singleton
public final class RateLimits {

    private final Policies policies;
    private final RedisLimiter shared;
    private final LocalLimiter local;
    private final ThrottledAddresses throttled;
    private final MeterRegistry meters;

    RateLimits(Vertx vertx, Redis redis, LimitsConfig config, Policies policies, Clock clock, MeterRegistry meters) {
        this.policies = policies;
        this.shared = new RedisLimiter(vertx, redis, config.redisTimeout());
        this.local = new LocalLimiter(config.localSubjects(), clock);
        this.throttled = new ThrottledAddresses(config.localSubjects(), clock);
        this.meters = meters;
        shared.start();
    }

    void stop(@Observes ShutdownEvent event) {
        shared.stop();
    }

    /**
     * Whom a keyed request is counted for.
     *
     * @param limits the key's own limits by policy
     */
    public record KeySubject(String tenant, String environment, String key, Map<String, Long> limits) {}

    /** Charges a request that has a good key. */
    public Future<Decision> chargeKey(KeySubject subject, List<String> routesPolicies) {
        List<Charge> charges = new ArrayList<>();
        for (Policy policy : policies.applying(Policy.Subject.KEY, routesPolicies)) {
            long limit = Math.max(1, subject.limits().getOrDefault(policy.name(), policy.limit()));
            String key = "rl:{t:" + subject.tenant() + "}:" + subject.environment() + ":" + policy.name() + ":"
                    + policy.window().toMillis() + ":" + subject.key();
            charges.add(new Charge(policy, key, limit));
        }
        return charge(charges);
    }

    /** Charges a request whose credential is absent or was refused by auth-service. */
    public Future<Decision> chargeAddress(String address, List<String> routesPolicies) {
        List<Charge> charges = ofAddress(address, routesPolicies);
        return charge(charges).map(decision -> remembered(charges, decision));
    }

    /** Charges a request whose credential was refused in memory: no I/O is spent on it, so this process counts alone. */
    public Decision chargeAddressLocally(String address, List<String> routesPolicies) {
        List<Charge> charges = ofAddress(address, routesPolicies);
        return remembered(charges, counted(local.decide(charges)));
    }

    /**
     * Looks, without any I/O and without charging, whether an address was refused a moment ago and would be refused
     * again: then nothing is spent on a credential that nobody here knows.
     */
    public Decision throttled(String address, List<String> routesPolicies) {
        return counted(throttled.decide(ofAddress(address, routesPolicies)));
    }

    private Decision remembered(List<Charge> charges, Decision decision) {
        throttled.remember(charges, decision);
        return decision;
    }

    private List<Charge> ofAddress(String address, List<String> routesPolicies) {
        List<Charge> charges = new ArrayList<>();
        for (Policy policy : policies.applying(Policy.Subject.IP, routesPolicies)) {
            String key = "rl:{ip:" + address + "}:" + policy.name() + ":"
                    + policy.window().toMillis();
            charges.add(new Charge(policy, key, policy.limit()));
        }
        return charges;
    }

    private Future<Decision> charge(List<Charge> charges) {
        if (charges.isEmpty()) {
            return Future.succeededFuture(Decision.UNTOUCHED);
        }
        return shared.decide(charges).otherwise(lost -> withoutRedis(charges)).map(this::counted);
    }

    private Decision withoutRedis(List<Charge> charges) {
        List<Charge> alone = new ArrayList<>();
        for (Charge charge : charges) {
            Policy policy = charge.policy();
            meters.counter("breakwater.ratelimit.redis.lost", "policy", policy.name(), "mode", mode(policy))
                    .increment();
            switch (policy.onRedisLost()) {
                case OPEN -> {}
                case LOCAL -> alone.add(charge);
                case CLOSED -> {
                    return new Decision.Unavailable(policy);
                }
            }
        }
        return alone.isEmpty() ? Decision.UNTOUCHED : local.decide(alone);
    }

    private static String mode(Policy policy) {
        return switch (policy.onRedisLost()) {
            case OPEN -> "open";
            case CLOSED -> "closed";
            case LOCAL -> "local";
        };
    }

    private Decision counted(Decision decision) {
        switch (decision) {
            case Decision.Admitted(List<Verdict> verdicts, long now) -> count(verdicts);
            case Decision.Refused(List<Verdict> verdicts, long now) -> count(verdicts);
            case Decision.Unavailable ignored -> {}
        }
        return decision;
    }

    private void count(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            meters.counter(
                            "breakwater.ratelimit.decisions",
                            "policy",
                            verdict.policy().name(),
                            "outcome",
                            verdict.admitted() ? "admitted" : "refused")
                    .increment();
        }
    }
}
