package io.breakwater.ingest.worker;

import java.time.Duration;

/** A wait that doubles from a shortest to a longest. Confined to one thread. */
final class Backoff {

    private final long min;
    private final long max;
    private long next;

    Backoff(Duration min, Duration max) {
        this.min = Math.max(1, min.toMillis());
        this.max = Math.max(this.min, max.toMillis());
        this.next = this.min;
    }

    /** The next wait, in milliseconds. */
    long nextMillis() {
        long millis = next;
        next = Math.min(max, next * 2);
        return millis;
    }

    void reset() {
        next = min;
    }
}
