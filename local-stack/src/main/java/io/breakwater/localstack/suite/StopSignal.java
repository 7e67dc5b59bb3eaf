package io.breakwater.localstack.suite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM or a closed terminal, as something the main thread looks at between its steps: the end of the process
 * waits until it has put things in order. Thread-safe.
 */
public final class StopSignal {

    private static final Duration ORDERLY_END = Duration.ofMinutes(3);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /** A signal that the end of this JVM gives. {@link #done} has to be called before the JVM is asked to exit. */
    public static StopSignal ofThisProcess() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::requestAndWait, "stop-signal"));
        return signal;
    }

    /** Asks to stop, and returns when that is done. */
    void requestAndWait() {
        requested.countDown();
        await(done, ORDERLY_END);
    }

    /** Says that nothing is left to be put in order. */
    public void done() {
        done.countDown();
    }

    /** Whether the process has been asked to end. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for the request, at most so long; true when it has come. */
    boolean await(Duration limit) {
        return await(requested, limit);
    }

    /**
     * Waits a moment before something is tried again.
     *
     * @throws SuiteException when the request has come
     */
    void pause(Duration moment) {
        if (await(moment)) {
            throw new SuiteException("Interrupted.");
        }
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
