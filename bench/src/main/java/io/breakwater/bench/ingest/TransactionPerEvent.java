package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.process.BenchException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What people write: for each event a transaction of four statements, prepared once: claim the message id, insert the event, the
 * fact, the message in the outbox. In the same PostgreSQL, into tables with the columns, checks and indexes of the real ones.
 */
final class TransactionPerEvent {

    private static final String TABLES = """
            DROP SCHEMA IF EXISTS bench_peer CASCADE;
            CREATE SCHEMA bench_peer;
            CREATE TABLE bench_peer.dedupe_key (LIKE ingest.dedupe_key INCLUDING ALL);
            CREATE TABLE bench_peer.event (LIKE ingest.event INCLUDING ALL);
            CREATE TABLE bench_peer.fact (LIKE ingest.fact INCLUDING ALL);
            CREATE TABLE bench_peer.outbox (LIKE ingest.outbox INCLUDING ALL);
            """;

    private static final String CLAIM = """
            INSERT INTO bench_peer.dedupe_key (tenant_id, environment, source, client_message_id, payload_sha256, event_id)
            VALUES (?, 'live', 'api', ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String EVENT = """
            INSERT INTO bench_peer.event (id, accepted_at, tenant_id, environment, participant_id, event_name, properties,
                                          occurred_at, source, client_message_id, state, fact_id, payload_sha256)
            VALUES (?, ?, ?, 'live', ?, 'purchase_completed', ?::jsonb, ?, 'api', ?, 'processed', ?, ?)
            """;

    private static final String FACT = """
            INSERT INTO bench_peer.fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
            VALUES (?, ?, ?, 'live', ?, 'event.purchase_completed', ?::jsonb, ?, ?)
            """;

    private static final String OUTBOX = """
            INSERT INTO bench_peer.outbox (id, stream, type, payload, tenant_id, environment)
            VALUES (?, 'ingest:facts', 'fact.created', ?::jsonb, ?, 'live')
            """;

    private static final UUID TENANT = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
    private static final byte[] HASH = new byte[32];
    private static final String PROPERTIES = """
            {"amount":1234.95,"currency":"EUR","sku":"A-1234","channel":"web","campaign":"spring",\
            "items":[{"id":"p1","quantity":2},{"id":"p123","quantity":1}],"returning":true}""";

    private final Installation suite;

    TransactionPerEvent(Installation suite) {
        this.suite = suite;
    }

    /** Events in a second over some connections. */
    double perSecond(int connections, Duration lasting) {
        execute(TABLES);
        AtomicLong events = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + lasting.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                writers.add(threads.submit(() -> {
                    write(events, end);
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("PostgreSQL refuses the peer's transactions.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted.", e);
        }
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        execute("DROP SCHEMA bench_peer CASCADE");
        return events.get() / seconds;
    }

    private void write(AtomicLong events, long end) throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement event = connection.prepareStatement(EVENT);
                PreparedStatement fact = connection.prepareStatement(FACT);
                PreparedStatement outbox = connection.prepareStatement(OUTBOX)) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                UUID id = UUID.randomUUID();
                UUID factId = UUID.randomUUID();
                Timestamp now = Timestamp.from(Instant.now());
                String participant = "user_" + Math.floorMod(id.hashCode(), 100_000);
                set(claim, TENANT, id.toString(), HASH, id);
                set(event, id, now, TENANT, participant, PROPERTIES, now, id.toString(), factId, HASH);
                set(fact, factId, id, TENANT, participant, PROPERTIES, now, now);
                set(outbox, UUID.randomUUID(), "{\"fact_id\":\"" + factId + "\"}", TENANT);
                connection.commit();
                events.incrementAndGet();
            }
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    private void execute(String sql) {
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("The peer's tables cannot be made or removed.", e);
        }
    }
}
