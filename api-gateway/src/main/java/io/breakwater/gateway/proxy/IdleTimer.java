package io.breakwater.gateway.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fires when nothing has happened for a while. Touching it costs a clock reading: the one pending timer looks at the
 * time of the last touch when it fires, and waits for the rest. Confined to one event loop.
 *
 * <p>The timers are the event loop's own: those of Vert.x are kept by number for all loops together, which is more than a timer
 * needs that is nearly always taken back.
 */
final class IdleTimer {

    private final ContextInternal context;
    private final long nanos;
    private final Runnable onIdle;
    private long touchedAt;
    private @Nullable ScheduledFuture<?> timer;
    private boolean paused;

    /** Must be called on the event loop. */
    IdleTimer(Vertx vertx, Duration after, Runnable onIdle) {
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.nanos = after.toNanos();
        this.onIdle = onIdle;
    }

    /** Begins to wait, if it does not already; counts from now. */
    void restart() {
        touch();
        paused = false;
        if (timer == null) {
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
        ScheduledFuture<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
            timer = null;
        }
    }

    private void schedule(long inNanos) {
        timer = context.nettyEventLoop()
                .schedule(() -> context.emit(ignored -> fire()), Math.max(1, inNanos), TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        if (paused) {
            return;
        }
        long left = nanos - (System.nanoTime() - touchedAt);
        if (left <= TimeUnit.MILLISECONDS.toNanos(1)) {
            onIdle.run();
        } else {
            schedule(left);
        }
    }
}
