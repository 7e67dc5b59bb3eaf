package io.breakwater.gateway.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The feature's front: counts requests, and sees to it that the counts leave. Safe from any thread. */
@Startup
@Singleton
public final class UsageRecorder {

    private static final Logger LOG = Logger.getLogger(UsageRecorder.class);

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private final Context context;
    private final UsageConfig config;
    private final Clock clock;
    private final UsageBuffer buffer;
    private final UsageStream stream;
    private final Counter lost;
    private final Counter failures;
    private final AtomicBoolean askedForFlush = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean stopping;
    private volatile long writtenAt = System.nanoTime();
    private volatile @Nullable Hour hour;
    private boolean flushing;
    private boolean complained;

    UsageRecorder(Vertx vertx, Redis redis, UsageConfig config, Clock clock, MeterRegistry meters) {
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.clock = clock;
        this.buffer = new UsageBuffer(config.rowsPerBatch(), config.rows(), clock);
        this.stream = new UsageStream(vertx, redis, config.streamLength());
        this.lost = meters.counter("breakwater.usage.lost");
        this.failures = meters.counter("breakwater.usage.flush.failures");
        Gauge.builder("breakwater.usage.rows", buffer, UsageBuffer::size).register(meters);
        Gauge.builder("breakwater.usage.age.seconds", this, UsageRecorder::secondsBehind)
                .description("How old the oldest count may be that is not written yet")
                .register(meters);
        stream.start();
        vertx.setPeriodic(config.flushEvery().toMillis(), timer -> {
            if (stopping) {
                vertx.cancelTimer(timer);
            }
            flushSoon();
        });
    }

    /** @param number since 1970 */
    private record Hour(long number, String name) {}

    /**
     * Counts one request that has been answered.
     *
     * @param key the API key's id; null for people
     * @param policy the limit that refused it; null for none
     */
    public void record(
            String tenant,
            String environment,
            @Nullable String key,
            String route,
            int status,
            @Nullable String policy) {
        switch (buffer.add(new UsageRow(hour(), tenant, environment, key, route, status, policy))) {
            case COUNTED -> {
                if (stopping) {
                    flushSoon();
                }
            }
            case FULL_BATCH -> flushSoon();
            case LOST -> lost.increment();
        }
    }

    /** Written once an hour, not once a request. */
    private String hour() {
        long number = Math.floorDiv(clock.millis(), HOUR_MS);
        Hour known = hour;
        if (known == null || known.number() != number) {
            known = new Hour(number, Instant.ofEpochMilli(number * HOUR_MS).toString());
            hour = known;
        }
        return known.name();
    }

    private void flushSoon() {
        if (askedForFlush.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                askedForFlush.set(false);
                if (!flushing) {
                    flush();
                }
            });
        }
    }

    /** On the recorder's event loop; one batch, and more while whole ones wait or the end has come. */
    private void flush() {
        @Nullable UsageBatch batch = buffer.next();
        if (batch == null) {
            writtenAt = System.nanoTime();
            if (stopping) {
                drained.tryComplete();
            }
            return;
        }
        flushing = true;
        stream.write(batch)
                .onComplete(written -> context.runOnContext(ignored -> {
                    if (written.succeeded()) {
                        complained = false;
                        buffer.delivered(batch);
                        writtenAt = System.nanoTime();
                        flushing = false;
                        if (stopping || buffer.size() >= config.rowsPerBatch()) {
                            flush();
                        }
                    } else {
                        flushing = false;
                        failed(written.cause());
                    }
                }));
    }

    private void failed(Throwable cause) {
        failures.increment();
        if (!complained) {
            LOG.warnf("Usage cannot be written and is kept: %s", cause.getMessage());
            complained = true;
        }
        if (stopping) {
            context.owner().setTimer(100, timer -> flushSoon());
        }
    }

    private long secondsBehind() {
        return buffer.size() == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - writtenAt);
    }

    /** On the thread that stops the process. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        flushSoon();
        Future<Void> done = drained.future();
        try {
            done.toCompletionStage()
                    .toCompletableFuture()
                    .get(config.stopWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.errorf("%d rows of usage could not be written in time and are lost", buffer.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining never fails, it only takes long", e);
        }
    }

    @PreDestroy
    void close() {
        stream.stop();
    }
}
