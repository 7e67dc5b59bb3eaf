package io.breakwater.gateway.proxy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fires when nothing has happened for a while. Touching it costs a clock reading: the one pending timer looks at the
 * time of the last touch when it fires, and waits for the rest. Confined to one event loop.
 */
final class IdleTimer {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final long nanos;
    private final Runnable onIdle;
    private long touchedAt;
    private long timer = NONE;
    private boolean paused;

    IdleTimer(Vertx vertx, Duration after, Runnable onIdle) {
        this.vertx = vertx;
        this.nanos = after.toNanos();
        this.onIdle = onIdle;
    }

    /** Begins to wait, if it does not already; counts from now. */
    void restart() {
        touch();
        paused = false;
        if (timer == NONE) {
            schedule(nanos);
        }
    }

    void touch() {
        touchedAt = System.nanoTime();
    }

    /** As {@link #stop}, for who is about to {@link #restart}: the pending timer stays and finds out for itself. */
    void pause() {
        paused = true;
    }

    /** For good, or for long. */
    void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void schedule(long inNanos) {
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(inNanos)), id -> {
            timer = NONE;
            if (paused) {
                return;
            }
            long left = nanos - (System.nanoTime() - touchedAt);
            if (left <= TimeUnit.MILLISECONDS.toNanos(1)) {
                onIdle.run();
            } else {
                schedule(left);
            }
        });
    }
}
