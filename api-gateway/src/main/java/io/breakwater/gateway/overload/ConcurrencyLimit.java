package io.breakwater.gateway.overload;

/** How many requests may be in progress, by how late the event loops are. Safe from any thread. */
final class ConcurrencyLimit {

    private static final double LESS = 0.8;
    private static final double MORE = 0.05;

    private final int least;
    private final int most;
    private final long lagNanos;
    private double limit;

    ConcurrencyLimit(int least, int most, long lagNanos) {
        this.least = least;
        this.most = most;
        this.lagNanos = lagNanos;
        this.limit = most;
    }

    /** An event loop was so late, with so many requests in progress. */
    synchronized void measured(long lateNanos, int inProgress) {
        if (lateNanos > lagNanos) {
            limit = Math.max(least, Math.min(limit, inProgress) * LESS);
        } else {
            limit = Math.min(most, limit + Math.max(1, limit * MORE));
        }
    }

    synchronized int limit() {
        return (int) limit;
    }
}
