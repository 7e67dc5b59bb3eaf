package io.breakwater.ingest.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says once that everything shall end, and wakes whoever waits. Thread-safe. */
final class StopSignal {

    private final CountDownLatch latch = new CountDownLatch(1);

    void stop() {
        latch.countDown();
    }

    boolean isStopped() {
        return latch.getCount() == 0;
    }

    /**
     * Waits that long, or less when it is time to stop.
     *
     * @return whether to go on
     */
    boolean pause(long millis) {
        try {
            return !latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
