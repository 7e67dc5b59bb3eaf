package io.breakwater.gateway.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the access log where the console has JSON: with the fields that all other lines have there, but written here and
 * gathered, as a record, a formatter and a system call for each request cost more than its routing, credential and limits
 * together.
 *
 * <p>Lines are written to standard output within 100 ms, by a worker thread. When nobody takes them there, requests go on:
 * beyond a mebibyte that waits, lines are dropped and counted. A process that is killed takes the last 100 ms with it; one that
 * is stopped does not. Safe from any thread.
 */
@Singleton
final class AccessLines {

    private static final long EVERY_MS = 100;
    private static final int MOST_WAITING = 1024 * 1024;
    private static final String LOGGER = "io.breakwater.access";

    private final JsonFactory json = new JsonFactory();
    private final Vertx vertx;
    private final Clock clock;
    private final boolean on;
    private final OutputStream out;
    private final Counter dropped;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final ByteArrayBuilder waiting = new ByteArrayBuilder();

    @Inject
    AccessLines(
            Vertx vertx,
            Clock clock,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.log.console.json.enabled", defaultValue = "false") boolean json,
            @ConfigProperty(name = "quarkus.log.console.enabled", defaultValue = "true") boolean console) {
        this(vertx, clock, meters, json && console, new FileOutputStream(FileDescriptor.out));
    }

    AccessLines(Vertx vertx, Clock clock, MeterRegistry meters, boolean on, OutputStream out) {
        this.vertx = vertx;
        this.clock = clock;
        this.on = on;
        this.out = out;
        this.dropped = meters.counter("breakwater.gateway.access.log.dropped");
        if (on) {
            vertx.setPeriodic(EVERY_MS, ignored -> writeSoon());
        }
    }

    /**
     * What a line says.
     *
     * @param tenant {@code -} for none
     * @param trace null for none
     */
    record Line(
            String method,
            String route,
            int status,
            long durationMs,
            String tenant,
            String requestId,
            @Nullable String trace) {

        String message() {
            return method + ' ' + route + ' ' + status + ' ' + durationMs + " ms tenant=" + tenant;
        }
    }

    /** Whether lines are written here; otherwise by the framework's log. */
    boolean isOn() {
        return on;
    }

    synchronized void add(Line line) {
        if (waiting.size() > MOST_WAITING) {
            dropped.increment();
            return;
        }
        try (JsonGenerator object = json.createGenerator(waiting)) {
            object.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            object.writeStartObject();
            object.writeStringField("timestamp", clock.instant().toString());
            object.writeStringField("loggerName", LOGGER);
            object.writeStringField("level", "INFO");
            object.writeStringField("message", line.message());
            object.writeObjectFieldStart("mdc");
            object.writeStringField("method", line.method());
            object.writeStringField("route", line.route());
            object.writeStringField("status", Integer.toString(line.status()));
            object.writeStringField("durationMs", Long.toString(line.durationMs()));
            object.writeStringField("tenant", line.tenant());
            object.writeStringField("requestId", line.requestId());
            if (line.trace() != null) {
                object.writeStringField(AccessLog.TRACE, line.trace());
            }
            object.writeEndObject();
            object.writeEndObject();
            object.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
    }

    private void writeSoon() {
        if (isAnyWaiting() && writing.compareAndSet(false, true)) {
            vertx.executeBlocking(
                            () -> {
                                write();
                                return true;
                            },
                            false)
                    .onComplete(ignored -> writing.set(false));
        }
    }

    private synchronized boolean isAnyWaiting() {
        return waiting.size() > 0;
    }

    private synchronized byte[] take() {
        byte[] lines = waiting.toByteArray();
        waiting.reset();
        return lines;
    }

    private void write() {
        byte[] lines = take();
        try {
            out.write(lines);
        } catch (IOException e) {
            // Nobody reads: there is nowhere left to say so but in the count.
            int lost = 0;
            for (byte each : lines) {
                lost += each == '\n' ? 1 : 0;
            }
            dropped.increment(lost);
        }
    }

    /** After everything else has stopped, as the last requests write lines, too. */
    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        write();
    }
}
