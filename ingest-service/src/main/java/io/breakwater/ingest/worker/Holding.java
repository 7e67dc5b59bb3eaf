package io.breakwater.ingest.worker;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A partition that this worker holds. The lease is written by whoever has claimed the holding, and read by all.
 */
final class Holding {

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Lease lease;
    private volatile @Nullable Long waitingSince;

    Holding(Lease lease) {
        this.lease = lease;
    }

    int partition() {
        return lease.partition();
    }

    Lease lease() {
        return lease;
    }

    void lease(Lease moved) {
        lease = moved;
    }

    /** Claims the right to work on it; false when someone else is at it. */
    boolean claim() {
        return busy.compareAndSet(false, true);
    }

    void free() {
        busy.set(false);
    }

    boolean isBusy() {
        return busy.get();
    }

    /** When the oldest event that waits was accepted, in Unix milliseconds; null when none waits. */
    @Nullable
    Long waitingSince() {
        return waitingSince;
    }

    void waitingSince(@Nullable Long millis) {
        waitingSince = millis;
    }
}
