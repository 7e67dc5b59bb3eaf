package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.LocalLimiter;
import io.breakwater.gateway.counter.SharedLimiter;
import io.breakwater.gateway.counter.Verdict;
import io.breakwater.gateway.policy.LimitsConfig;
import io.breakwater.gateway.policy.Policies;
import io.breakwater.gateway.policy.Policy;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The feature's front: charges a request to its policies. Safe from any thread. */
@Startup
@Singleton
public final class RateLimits {

    private final SharedLimiter shared;
    private final LocalLimiter local;
    private final LimitMetrics metrics;

    RateLimits(
            Vertx vertx,
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") RedisClientType redisType,
            LimitsConfig config,
            Policies policies,
            Clock clock,
            MeterRegistry meters) {
        this.shared = new SharedLimiter(
                vertx,
                redis,
                redisType == RedisClientType.CLUSTER,
                config.redisTimeout(),
                config.localSubjects(),
                config.peerTimeout());
        this.local = new LocalLimiter(config.localSubjects(), clock);
        this.metrics = new LimitMetrics(meters, policies.all(), shared);
        shared.start();
    }

    void stop(@Observes ShutdownEvent event) {
        shared.stop();
    }

    /**
     * Charges a request that has a good credential.
     *
     * @param quota what it is charged to besides, all or nothing; null for none
     */
    public Future<Decision> chargeCaller(LimitedRequest request, CountedCaller caller, @Nullable Charge quota) {
        List<Charge> charges = ofCaller(request, caller);
        if (quota != null) {
            charges.add(quota);
        }
        List<Charge> ofAddress = ofAddress(request, request.ofAuthenticated());
        if (ofAddress.isEmpty()) {
            return charge(charges).map(Charged::decision);
        }
        // The address' counter is in another slot: it is charged first, and given back if the caller is refused.
        return charge(ofAddress)
                .compose(first -> first.decision() instanceof Decision.Admitted
                        ? charge(charges).map(second -> {
                            if (!(second.decision() instanceof Decision.Admitted)) {
                                giveBack(first);
                            }
                            return second.decision().after(first.decision());
                        })
                        // So that whoever waits as long as told does not meet the other limits then.
                        : peek(charges)
                                .otherwise(lost -> Decision.untouched())
                                .map(second -> second.after(first.decision())));
    }

    /** Charges the address alone of a request that has a good credential. */
    public Future<Decision> chargeAddressOfCaller(LimitedRequest request) {
        return charge(ofAddress(request, request.ofAuthenticated())).map(Charged::decision);
    }

    /** Charges a request whose credential is absent or was refused by auth-service. */
    public Future<Decision> chargeAddress(LimitedRequest request) {
        return charge(ofAddress(request, request.ofUnauthenticated())).map(Charged::decision);
    }

    /** Charges a request whose credential was refused in memory: no I/O is spent on it, so this process counts alone. */
    public Decision chargeAddressLocally(LimitedRequest request) {
        List<Charge> charges = ofAddress(request, request.ofUnauthenticated());
        Decision.@Nullable Refused known = shared.refusals().decide(charges);
        if (known != null) {
            return metrics.counted(known);
        }
        long now = shared.refusals().now();
        Decision decision = local.decide(charges, shared.sharers());
        shared.refusals().remember(decision, now);
        return metrics.counted(decision);
    }

    /**
     * Looks, without any I/O and without charging, whether an address was refused a moment ago and would be refused
     * again: then nothing is spent on a credential that nobody here knows.
     */
    public Decision throttled(LimitedRequest request) {
        List<Charge> charges = ofAddress(request, request.ofUnauthenticated());
        if (!shared.isAvailable()) {
            charges.removeIf(charge -> charge.policy().onRedisLost() != Policy.OnRedisLost.LOCAL);
        }
        Decision.@Nullable Refused known = shared.refusals().decide(charges);
        return known == null ? Decision.untouched() : metrics.counted(known);
    }

    /** What {@link #chargeCaller} would say of the caller's own policies; charges nothing. Fails while Redis is lost. */
    public Future<Decision> peekCaller(LimitedRequest request, CountedCaller caller, @Nullable Charge quota) {
        List<Charge> charges = ofCaller(request, caller);
        if (quota != null) {
            charges.add(quota);
        }
        return peek(charges);
    }

    /** What the policies of the address of a request with a good credential would say; charges nothing. Fails while Redis is lost. */
    public Future<Decision> peekAddressOfCaller(LimitedRequest request) {
        return peek(ofAddress(request, request.ofAuthenticated()));
    }

    /** What {@link #chargeAddress} would say; charges nothing. Fails while Redis is lost. */
    public Future<Decision> peekAddress(LimitedRequest request) {
        return peek(ofAddress(request, request.ofUnauthenticated()));
    }

    private Future<Decision> peek(List<Charge> charges) {
        return charges.isEmpty() ? Future.succeededFuture(Decision.untouched()) : shared.peek(charges);
    }

    /** Takes back what a period was charged in Redis, as well as it can. */
    public void giveBack(Charge ofPeriod) {
        shared.giveBack(List.of(ofPeriod), 0);
    }

    /** Where it was charged, and only what was: not what is only tried out and would have refused. */
    private void giveBack(Charged charged) {
        List<Charge> admitted = charged.decision().looked().stream()
                .filter(Verdict::admitted)
                .map(Verdict::charge)
                .toList();
        if (charged.inRedis()) {
            shared.giveBack(admitted, charged.decision().nowMs());
        } else {
            local.giveBack(admitted, charged.decision().nowMs());
        }
    }

    private record Charged(Decision decision, boolean inRedis) {}

    private static List<Charge> ofCaller(LimitedRequest request, CountedCaller caller) {
        List<Policy> policies = request.ofCaller();
        List<Charge> charges = new ArrayList<>(policies.size() + 1);
        for (Policy policy : policies) {
            @Nullable String subject = caller.subject(policy, request.scope());
            @Nullable Long limit = policy.limitFor(caller.limits(), caller.plan());
            if (subject != null && limit != null) {
                String key = "rl:" + caller.slot() + ":" + caller.environment(policy) + ":" + policy.name() + ":"
                        + policy.window().toMillis() + ":" + subject;
                charges.add(Charge.of(policy, key, limit));
            }
        }
        return charges;
    }

    private static List<Charge> ofAddress(LimitedRequest request, List<Policy> policies) {
        List<Charge> charges = new ArrayList<>(policies.size());
        for (Policy policy : policies) {
            if (policy.limit() != null) {
                String key = "rl:{ip:" + request.address() + "}:" + policy.name() + ":"
                        + policy.window().toMillis();
                charges.add(Charge.of(policy, key, policy.limit()));
            }
        }
        return charges;
    }

    private Future<Charged> charge(List<Charge> charges) {
        if (charges.isEmpty()) {
            return Future.succeededFuture(new Charged(Decision.untouched(), true));
        }
        return shared.decide(charges)
                .map(decision -> new Charged(decision, true))
                .otherwise(lost -> new Charged(withoutRedis(charges), false))
                .map(charged -> {
                    metrics.counted(charged.decision());
                    return charged;
                });
    }

    private Decision withoutRedis(List<Charge> charges) {
        List<Charge> alone = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            Policy policy = charge.policy();
            metrics.decidedWithoutRedis(policy);
            switch (policy.onRedisLost()) {
                case OPEN -> {}
                case LOCAL -> alone.add(charge);
                case CLOSED -> {
                    if (!policy.dryRun()) {
                        return new Decision.Unavailable(policy);
                    }
                }
            }
        }
        return alone.isEmpty() ? Decision.untouched() : local.decide(alone, shared.sharers());
    }
}
