package io.breakwater.gateway.credential;

/**
 * Remembers the last evictions, so that an exchange which began before one of them is not cached when it ends.
 *
 * <p>Thread-safe. Holds {@value #REMEMBERED} evictions; an exchange that outlasts more than that counts as overtaken.
 */
final class EvictionLog {

    private static final int REMEMBERED = 256;

    private final Eviction[] ring = new Eviction[REMEMBERED];
    private long count;

    /** How many evictions there have been: an exchange notes this when it begins. */
    synchronized long mark() {
        return count;
    }

    synchronized void record(Eviction eviction) {
        ring[(int) (count % REMEMBERED)] = eviction;
        count++;
    }

    /** Whether a grant whose exchange began at {@code mark} has since been evicted. */
    synchronized boolean overtakes(long mark, Grant grant) {
        if (count - mark > REMEMBERED) {
            return true;
        }
        for (long i = mark; i < count; i++) {
            if (ring[(int) (i % REMEMBERED)].covers(grant)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there has been any eviction since {@code mark}. */
    synchronized boolean movedSince(long mark) {
        return count != mark;
    }
}
