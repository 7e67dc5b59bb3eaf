package io.breakwater.gateway.counter;

import java.util.concurrent.TimeUnit;

/**
 * Permits of one counter that were charged ahead and may be spent here, and what is known of the demand for them.
 *
 * <p>Thread-safe; a step takes the lock for some nanoseconds. Times are of {@link System#nanoTime()}.
 */
final class LeasedPermits {

    private static final long LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long DEMAND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORTEST_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PARTS_OF_LIMIT = 50;

    /** Somebody else is asking for more, or there is enough. */
    static final long NOT_NOW = -1;

    private long lease;
    private long limit;
    private long left;
    private long untilNanos;
    private long chargedAtMs;
    private long remaining;
    private long nowMs;
    private long atNanos;
    private long demand;
    private long demandSince;
    private double perNano;
    private boolean asking;

    LeasedPermits(long nowNanos) {
        this.demandSince = nowNanos;
        this.atNanos = nowNanos;
    }

    /** Takes one, and says of which lease; 0 when there is none, or when it is of another limit. */
    synchronized long take(long limitNow, long nowNanos) {
        if (!isThereOne(limitNow, nowNanos)) {
            return 0;
        }
        left--;
        demand++;
        return lease;
    }

    /** Puts one back; it is lost if its lease has ended meanwhile. */
    synchronized void putBack(long takenOf) {
        demand--;
        if (takenOf == lease) {
            left++;
        }
    }

    /**
     * What was not spent in time.
     *
     * @param chargedAtMs when it was charged, by Redis' clock
     */
    record Lapsed(long permits, long chargedAtMs) {}

    /** Ends a lease that is over. */
    synchronized Lapsed lapse(long nowNanos) {
        if (left <= 0 || nowNanos - untilNanos < 0) {
            return new Lapsed(0, 0);
        }
        Lapsed lapsed = new Lapsed(left, chargedAtMs);
        left = 0;
        return lapsed;
    }

    /** How many are worth asking for beside the one that is needed now, or {@link #NOT_NOW}. */
    synchronized long want(long limitNow, long nowNanos) {
        demand++;
        if (asking || isThereOne(limitNow, nowNanos)) {
            return NOT_NOW;
        }
        asking = true;
        long span = nowNanos - demandSince;
        if (span >= SHORTEST_SPAN_NANOS) {
            double latest = (double) demand / span;
            perNano = perNano == 0 ? latest : (perNano + latest) / 2;
            demand = 0;
            demandSince = nowNanos;
        }
        return Math.min(limitNow / PARTS_OF_LIMIT, (long) (perNano * DEMAND_NANOS));
    }

    private boolean isThereOne(long limitNow, long nowNanos) {
        return left > 0 && limit == limitNow && nowNanos - untilNanos < 0;
    }

    /**
     * Puts down what was granted to who asked.
     *
     * @param askedAtNanos before Redis was asked, so that the lease ends here no later than there
     */
    synchronized void granted(Verdict verdict, RedisLimiter.Lease granted, long redisNowMs, long askedAtNanos) {
        asking = false;
        if (granted.permits() > 0) {
            lease++;
            limit = verdict.limit();
            left = granted.permits();
            chargedAtMs = redisNowMs;
            untilNanos = askedAtNanos + Math.min(LIFE_NANOS, TimeUnit.MILLISECONDS.toNanos(granted.endsInMs()));
        }
        remaining = verdict.remaining();
        nowMs = redisNowMs;
        atNanos = askedAtNanos;
    }

    synchronized void failed() {
        asking = false;
    }

    /** What is said to a request that was let pass here. */
    synchronized Verdict verdict(Charge charge) {
        return new Verdict(charge, true, remaining + left, 0);
    }

    /** What Redis' clock shows, about. */
    synchronized long nowMs(long nowNanos) {
        return nowMs + TimeUnit.NANOSECONDS.toMillis(nowNanos - atNanos);
    }
}
