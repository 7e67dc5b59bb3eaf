package io.breakwater.gateway.counter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts together with all other gateways. Where every policy of a request may be leased, permits are charged in Redis
 * some at a time and spent here without asking; otherwise each request is one question.
 *
 * <p>A lease is charged before it is spent and belongs to one window of its counter: it ends with that window, or after
 * 200 ms. So what is spent was counted in the window it is spent in, and never is more admitted than strictly. What is
 * left of a lease at its end is given back with the next question; until then it admits less: a lease is at most 2 % of
 * the limit, at most what was asked for in 100 ms, and towards the end of a window at most what was asked for in as much
 * time as there is left.
 *
 * <p>Safe from any thread. Fails when Redis is lost or too slow.
 */
public final class SharedLimiter {

    private static final Duration FORGET_DEMAND_AFTER = Duration.ofSeconds(10);

    private final RedisGate gate;
    private final RedisLimiter redis;
    private final Peers peers;
    private final Cache<String, LeasedPermits> leases;
    private final Refusals refusals;

    /**
     * @param cluster whether Redis is one
     * @param timeout for an answer of Redis
     * @param subjects for how many counters leases and refusals are remembered
     * @param peerTimeout after how long without a sign of life another gateway is taken for dead
     */
    public SharedLimiter(
            Vertx vertx, Redis redis, boolean cluster, Duration timeout, long subjects, Duration peerTimeout) {
        this.peers = new Peers(vertx, peerTimeout);
        this.gate = new RedisGate(vertx, redis, RedisLimiter.SCRIPT, timeout, peers::sayAlive);
        this.redis = new RedisLimiter(gate, !cluster);
        this.leases = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(subjects)
                .expireAfterAccess(FORGET_DEMAND_AFTER)
                .build();
        this.refusals = new Refusals(subjects, System::nanoTime);
    }

    public void start() {
        gate.start();
        peers.start(gate);
    }

    public void stop() {
        peers.stop(gate);
        gate.stop();
    }

    /** Whether Redis is asked at present. */
    public boolean isAvailable() {
        return gate.isOpen();
    }

    /** How many gateways, this one included, shared the limits when it was last known. */
    public int sharers() {
        return peers.alive();
    }

    /** What refused a moment ago and is sure to refuse again. */
    public Refusals refusals() {
        return refusals;
    }

    /** Charges a request to all of its policies or to none. All keys are in one hash slot. */
    public Future<Decision> decide(List<Charge> charges) {
        if (!gate.isOpen()) {
            return Future.failedFuture(new RedisGate.RedisLostException());
        }
        long now = System.nanoTime();
        boolean leasable = areLeasable(charges);
        List<LeasedPermits> permits = leasable ? permits(charges, now) : List.of();
        if (leasable && takeAll(charges, permits, now)) {
            return Future.succeededFuture(spent(charges, permits, now));
        }
        Decision.@Nullable Refused known = refusals.decide(charges);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        if (!leasable) {
            return redis.decide(charges, null).map(answer -> remembered(answer.decision(), now));
        }
        return lease(charges, permits, now);
    }

    /** What {@link #decide} would say at most, without leases; charges nothing. */
    public Future<Decision> peek(List<Charge> charges) {
        return redis.peek(charges);
    }

    /** Takes a charge back, as well as it can. */
    public void giveBack(List<Charge> charges, long chargedAtMs) {
        if (!charges.isEmpty()) {
            redis.giveBack(charges, chargedAtMs, Charge.COST);
        }
    }

    private Decision remembered(Decision decision, long askedAtNanos) {
        refusals.remember(decision, askedAtNanos);
        return decision;
    }

    private static boolean areLeasable(List<Charge> charges) {
        for (Charge charge : charges) {
            if (!charge.policy().isLeasable(charge.limit())) {
                return false;
            }
        }
        return true;
    }

    private List<LeasedPermits> permits(List<Charge> charges, long now) {
        List<LeasedPermits> permits = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            LeasedPermits known = leases.getIfPresent(charge.key());
            permits.add(
                    known == null
                            ? Objects.requireNonNull(leases.get(charge.key(), key -> new LeasedPermits(now)))
                            : known);
        }
        return permits;
    }

    private static boolean takeAll(List<Charge> charges, List<LeasedPermits> permits, long now) {
        long[] takenOf = new long[charges.size()];
        for (int i = 0; i < takenOf.length; i++) {
            takenOf[i] = permits.get(i).take(charges.get(i).limit(), now);
            if (takenOf[i] == 0) {
                for (int taken = 0; taken < i; taken++) {
                    permits.get(taken).putBack(takenOf[taken]);
                }
                return false;
            }
        }
        return true;
    }

    private static Decision spent(List<Charge> charges, List<LeasedPermits> permits, long now) {
        List<Verdict> verdicts = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            verdicts.add(permits.get(i).verdict(charges.get(i)));
        }
        return new Decision.Admitted(verdicts, permits.getFirst().nowMs(now));
    }

    private Future<Decision> lease(List<Charge> charges, List<LeasedPermits> permits, long now) {
        long[] wanted = new long[charges.size()];
        for (int i = 0; i < wanted.length; i++) {
            LeasedPermits.Lapsed lapsed = permits.get(i).lapse(now);
            if (lapsed.permits() > 0) {
                redis.giveBack(List.of(charges.get(i)), lapsed.chargedAtMs(), lapsed.permits());
            }
            wanted[i] = permits.get(i).want(charges.get(i).limit(), now);
        }
        return redis.decide(charges, wanted)
                .onFailure(cause -> {
                    for (int i = 0; i < wanted.length; i++) {
                        if (wanted[i] != LeasedPermits.NOT_NOW) {
                            permits.get(i).failed();
                        }
                    }
                })
                .map(answer -> {
                    Decision decision = answer.decision();
                    for (int i = 0; i < wanted.length; i++) {
                        if (wanted[i] != LeasedPermits.NOT_NOW) {
                            Verdict verdict = decision.looked().get(i);
                            permits.get(i).granted(verdict, answer.leases().get(i), decision.nowMs(), now);
                        }
                    }
                    return remembered(decision, now);
                });
    }
}
