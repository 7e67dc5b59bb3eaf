package io.breakwater.gateway.upstream;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of the traffic to one upstream may be repetition, over the last ten seconds; after the retry budgets of Finagle.
 * Safe from any thread.
 */
final class RetryBudget {

    private static final int SECONDS = 10;

    private final double share;
    private final int perSecond;
    private final LongSupplier nanos;
    private final long[] requests = new long[SECONDS];
    private final long[] retries = new long[SECONDS];
    private long second;

    /**
     * @param share of the requests, 0 to 1
     * @param nanos a clock that only runs forward
     */
    RetryBudget(double share, int perSecond, LongSupplier nanos) {
        this.share = share;
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.second = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
    }

    /** A request is made for the first time. */
    synchronized void request() {
        requests[slot()]++;
    }

    /** Whether one more request may be repeated; if so, it is counted. */
    synchronized boolean take() {
        int slot = slot();
        boolean allowed = retries[slot] < perSecond
                || Arrays.stream(retries).sum() + 1
                        <= share * Arrays.stream(requests).sum();
        if (allowed) {
            retries[slot]++;
        }
        return allowed;
    }

    private int slot() {
        long now = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
        for (long passed = Math.min(now - second, SECONDS); passed > 0; passed--) {
            int old = Math.floorMod(now - passed + 1, SECONDS);
            requests[old] = 0;
            retries[old] = 0;
        }
        second = now;
        return Math.floorMod(now, SECONDS);
    }
}
