package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.counter.Charge;
import io.breakwater.gateway.counter.Decision;
import io.breakwater.gateway.counter.LocalLimiter;
import io.breakwater.gateway.counter.SharedLimiter;
import io.breakwater.gateway.policy.LimitsConfig;
import io.breakwater.gateway.policy.Policies;
import io.breakwater.gateway.policy.Policy;
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
import org.jspecify.annotations.Nullable;

/** The feature's front: charges a request to its policies. Safe from any thread. */
@Startup
@Singleton
public final class RateLimits {

    private final SharedLimiter shared;
    private final LocalLimiter local;
    private final LimitMetrics metrics;

    RateLimits(Vertx vertx, Redis redis, LimitsConfig config, Policies policies, Clock clock, MeterRegistry meters) {
        this.shared =
                new SharedLimiter(vertx, redis, config.redisTimeout(), config.localSubjects(), config.peerTimeout());
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
            return charge(charges);
        }
        // The address' counter is in another slot: it is charged first, and given back if the caller is refused.
        return charge(ofAddress).compose(first -> {
            if (!(first instanceof Decision.Admitted)) {
                return Future.succeededFuture(first);
            }
            return charge(charges).map(second -> {
                if (!(second instanceof Decision.Admitted)) {
                    giveBack(ofAddress, first.nowMs());
                }
                return second.after(first);
            });
        });
    }

    /** Charges a request whose credential is absent or was refused by auth-service. */
    public Future<Decision> chargeAddress(LimitedRequest request) {
        return charge(ofAddress(request, request.ofUnauthenticated()));
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
        Decision.@Nullable Refused known = shared.refusals().decide(ofAddress(request, request.ofUnauthenticated()));
        return known == null ? Decision.untouched() : metrics.counted(known);
    }

    /** What {@link #chargeCaller} would say; charges nothing. Fails while Redis is lost. */
    public Future<Decision> peek(LimitedRequest request, CountedCaller caller, @Nullable Charge quota) {
        List<Charge> charges = ofCaller(request, caller);
        if (quota != null) {
            charges.add(quota);
        }
        return peek(ofAddress(request, request.ofAuthenticated()))
                .compose(first -> peek(charges).map(second -> second.after(first)));
    }

    private Future<Decision> peek(List<Charge> charges) {
        return charges.isEmpty() ? Future.succeededFuture(Decision.untouched()) : shared.peek(charges);
    }

    /** Takes a charge back, as well as it can: what was charged while Redis was lost stays. */
    public void giveBack(Charge charge, long chargedAtMs) {
        giveBack(List.of(charge), chargedAtMs);
    }

    private void giveBack(List<Charge> charges, long chargedAtMs) {
        if (shared.isAvailable()) {
            shared.giveBack(charges, chargedAtMs);
        } else {
            local.giveBack(charges, chargedAtMs);
        }
    }

    private static List<Charge> ofCaller(LimitedRequest request, CountedCaller caller) {
        List<Policy> policies = request.ofCaller();
        List<Charge> charges = new ArrayList<>(policies.size() + 1);
        for (Policy policy : policies) {
            @Nullable String subject = caller.subject(policy, request.scope());
            @Nullable Long limit = policy.limitFor(caller.limits(), caller.plan());
            if (subject != null && limit != null) {
                String key = "rl:" + caller.slot() + ":" + caller.environment() + ":" + policy.name() + ":"
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

    private Future<Decision> charge(List<Charge> charges) {
        if (charges.isEmpty()) {
            return Future.succeededFuture(Decision.untouched());
        }
        return shared.decide(charges).otherwise(lost -> withoutRedis(charges)).map(metrics::counted);
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
                    return new Decision.Unavailable(policy);
                }
            }
        }
        return alone.isEmpty() ? Decision.untouched() : local.decide(alone, shared.sharers());
    }
}
