package io.breakwater.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed messages to their streams: locks the oldest unpublished rows, appends them, marks them, commits. A
 * crash between append and commit sends them again, with the same ids. Any number of relays may run.
 */
@ApplicationScoped
class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration COLLECT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final StreamPublisher publisher;
    private final Confirmations confirmations;
    private final OutboxConfig config;
    private final MeterRegistry meters;
    private final Clock clock = Clock.systemUTC();
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private Instant nextPurge = Instant.EPOCH;
    private Instant nextCollection = Instant.EPOCH;
    private volatile Instant emptied = Instant.MAX;

    Relay(
            DataSource dataSource,
            StreamPublisher publisher,
            Confirmations confirmations,
            OutboxConfig config,
            MeterRegistry meters) {
        this.dataSource = dataSource;
        this.publisher = publisher;
        this.confirmations = confirmations;
        this.config = config;
        this.meters = meters;
    }

    void start(@Observes StartupEvent started) {
        if (config.relay()) {
            run();
        }
    }

    /** Starts relaying, on a virtual thread of its own. */
    void run() {
        emptied = clock.instant();
        Gauge.builder("breakwater.outbox.behind", this, Relay::secondsBehind)
                .description("Since the relay last left nothing unsent in the outbox")
                .baseUnit("seconds")
                .register(meters);
        thread = Thread.ofVirtual().name("outbox-relay").start(this::relayUntilStopped);
    }

    /** Sends what is committed by now, then ends. */
    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        wake();
        Thread running = thread;
        if (running != null && !running.join(STOP_WITHIN)) {
            running.interrupt();
        }
    }

    private double secondsBehind() {
        return Duration.between(emptied, clock.instant()).toMillis() / 1e3;
    }

    void wake() {
        wakeUps.release();
    }

    private void relayUntilStopped() {
        boolean failing = false;
        while (true) {
            try {
                boolean last = stopping;
                drain();
                emptied = clock.instant();
                collectIfDue();
                purgeIfDue();
                failing = false;
                if (last) {
                    return;
                }
                waitForWork();
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                // Nothing is lost: the rows stay unpublished. Said once per outage, not per attempt.
                if (!failing) {
                    LOG.error("The outbox cannot be relayed; it is tried again until it can", e);
                    failing = true;
                }
                if (stopping || !pause()) {
                    return;
                }
            }
        }
    }

    private void waitForWork() throws InterruptedException {
        if (wakeUps.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            wakeUps.drainPermits();
        }
    }

    private boolean pause() {
        try {
            waitForWork();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void drain() throws SQLException {
        while (relayBatch() == config.batchSize()) {
            // A full batch means there may be more.
        }
    }

    /**
     * One transaction: at most {@link OutboxConfig#batchSize()} messages.
     *
     * @return how many were published
     */
    int relayBatch() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<StreamEntry> entries = OutboxTable.claim(connection, config.batchSize());
                if (!entries.isEmpty()) {
                    OutboxTable.markPublished(connection, publish(entries));
                }
                connection.commit();
                measure(entries);
                return entries.size();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private List<OutboxTable.Published> publish(List<StreamEntry> entries) {
        Set<String> confirmed = config.confirmedStreams().orElse(Set.of());
        List<OutboxTable.Published> published = new ArrayList<>();
        byStream(entries).forEach((stream, own) -> {
            List<String> ids = publisher.publish(stream, own);
            for (int i = 0; i < own.size(); i++) {
                published.add(new OutboxTable.Published(own.get(i).position(), ids.get(i), confirmed.contains(stream)));
            }
        });
        return published;
    }

    private void collectIfDue() throws SQLException {
        Instant now = clock.instant();
        if (!now.isBefore(nextCollection)) {
            nextCollection = now.plus(COLLECT_INTERVAL);
            confirmations.collect();
        }
    }

    private void purgeIfDue() throws SQLException {
        Instant now = clock.instant();
        if (now.isBefore(nextPurge)) {
            return;
        }
        nextPurge = now.plus(PURGE_INTERVAL);
        confirmations.recheck();
        try (Connection connection = dataSource.getConnection()) {
            OutboxTable.purge(connection, config.keepPublished(), config.keepReceived());
        }
    }

    private void measure(List<StreamEntry> entries) {
        Instant now = clock.instant();
        for (StreamEntry entry : entries) {
            Timer.builder("breakwater.outbox.lag")
                    .description("From leaving a message in the outbox to its stream having it")
                    .tag("stream", entry.stream())
                    .register(meters)
                    .record(Duration.between(entry.createdAt(), now));
        }
    }

    private static Map<String, List<StreamEntry>> byStream(List<StreamEntry> entries) {
        Map<String, List<StreamEntry>> streams = new LinkedHashMap<>();
        for (StreamEntry entry : entries) {
            streams.computeIfAbsent(entry.stream(), ignored -> new ArrayList<>())
                    .add(entry);
        }
        return streams;
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
