package io.breakwater.gateway.overload;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The gateway's own measure of what it can take. Safe from any event loop. */
@Singleton
public final class Overload {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final List<String> FIRST = List.of("/api/v1/admin", "/api/v1/auth/platform", "/.well-known");

    private final VertxInternal vertx;
    private final ConcurrencyLimit limit;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicLong worstNanos = new AtomicLong();
    private final Counter turnedAway;
    private final ConcurrentLinkedQueue<ScheduledFuture<?>> measurements = new ConcurrentLinkedQueue<>();

    Overload(Vertx vertx, OverloadConfig config, MeterRegistry meters) {
        this.vertx = (VertxInternal) vertx;
        this.limit =
                new ConcurrencyLimit(config.least(), config.most(), config.lag().toNanos());
        this.turnedAway = meters.counter("breakwater.gateway.overload.refused");
        Gauge.builder("breakwater.gateway.overload.limit", limit, ConcurrencyLimit::limit)
                .register(meters);
        Gauge.builder("breakwater.gateway.overload.in.progress", inProgress, AtomicInteger::get)
                .register(meters);
        Gauge.builder("breakwater.gateway.overload.lag", worstNanos, worst -> worst.getAndSet(0) / 1e9)
                .baseUnit("seconds")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        for (EventExecutor loop : vertx.getEventLoopGroup()) {
            long[] last = {System.nanoTime()};
            measurements.add(loop.scheduleWithFixedDelay(
                    () -> {
                        long now = System.nanoTime();
                        long late = Math.max(0, now - last[0] - PERIOD_NANOS);
                        last[0] = now;
                        worstNanos.accumulateAndGet(late, Math::max);
                        limit.measured(late, inProgress.get());
                    },
                    PERIOD_NANOS,
                    PERIOD_NANOS,
                    TimeUnit.NANOSECONDS));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        measurements.forEach(measurement -> measurement.cancel(false));
    }

    /** One request's share of what can be taken. */
    public interface Share {
        /** Gives it back; once. */
        void giveBack();
    }

    /**
     * @param path canonical
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when there is too much already
     */
    public Share take(Route route, String path) {
        if (route.options().streaming()) {
            return () -> {};
        }
        if (inProgress.get() >= limit.limit() && !isFirst(path)) {
            turnedAway.increment();
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                    .withHeader("Retry-After", "1")
                    .internally("too much in progress for the event loops");
        }
        inProgress.incrementAndGet();
        return inProgress::decrementAndGet;
    }

    private static boolean isFirst(String path) {
        return FIRST.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
