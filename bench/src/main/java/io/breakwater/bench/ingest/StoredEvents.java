package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.process.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills the real tables with events as if they had been processed since the month began, with their facts and dedupe keys: by
 * {@code generate_series}, since ingesting twenty million would take half an hour. Secondary indexes are built after the rows; the
 * planner's statistics are renewed.
 */
final class StoredEvents {

    private static final long DISK_BYTES_PER_EVENT = 2_500;
    private static final long CHUNK = 1_000_000;

    private static final String SESSION = """
            SET synchronous_commit = off;
            SET maintenance_work_mem = '1GB';
            SET work_mem = '256MB';
            SET search_path = ingest
            """;

    /** What is not there for a constraint. */
    private static final String INDEXES = """
            SELECT c.relname, pg_get_indexdef(c.oid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relname IN ('event', 'fact', 'dedupe_key') AND t.relnamespace = 'ingest'::regnamespace
              AND NOT i.indisunique
            """;

    private final Installation suite;
    private final String tenant;

    /** @param tenant who has them: whoever sends the load, so that the same parts of the indexes grow */
    StoredEvents(Installation suite, String tenant) {
        this.suite = suite;
        this.tenant = tenant;
    }

    /**
     * Adds the events of some numbers.
     *
     * @param from the first number
     * @param to the last; also how many there will be
     * @param disk any path on the disk that the database is on
     * @throws BenchException where the disk has no room
     */
    void fill(long from, long to, Path disk) {
        requireRoom(to - from + 1, disk);
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            Map<String, String> indexes = indexes(statement);
            for (String name : indexes.keySet()) {
                statement.execute("DROP INDEX " + name);
            }
            for (long first = from; first <= to; first += CHUNK) {
                statement.execute(rows(first, Math.min(to, first + CHUNK - 1), to));
            }
            for (String definition : indexes.values()) {
                statement.execute(definition);
            }
            statement.execute("VACUUM (ANALYZE) event, fact, dedupe_key");
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new BenchException("The tables cannot be filled.", e);
        }
    }

    /** Numbers become ids (UUIDv7 of a time between the month's beginning and now), and everything else follows from them. */
    private String rows(long first, long last, long all) {
        return """
                    WITH span AS (
                        SELECT date_trunc('month', now()) AS since, now() - interval '1 hour' - date_trunc('month', now()) AS length),
                    numbered AS (
                        SELECT i, span.since + span.length * (i::float8 / %2$d) AS at FROM generate_series(%3$d, %4$d) AS i, span),
                    rows AS (
                        SELECT i, date_trunc('milliseconds', at) AS at,
                               lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS millis, md5(i::text) AS noise,
                               jsonb_build_object('amount', i %% 10000 + 0.95, 'currency', 'EUR', 'sku', 'A-' || i %% 5000,
                                                  'channel', 'web', 'campaign', 'spring', 'returning', true,
                                                  'items', '[{"id":"p1","quantity":2},{"id":"p123","quantity":1}]'::jsonb) AS data
                        FROM numbered),
                    events AS MATERIALIZED (
                        SELECT *, (millis || '7' || left(noise, 3) || '8' || substr(noise, 4, 15))::uuid AS id,
                               (millis || '7' || right(noise, 3) || '9' || substr(noise, 8, 15))::uuid AS fact,
                               'user_' || i %% 100 || '_' || (i / 100 * 7919) %% 1000 AS participant, 'stored-' || noise AS message
                        FROM rows),
                    inserted AS (
                        INSERT INTO event (id, accepted_at, tenant_id, environment, participant_id, event_name, properties, occurred_at,
                                           source, client_message_id, state, fact_id, partition, stream_id, subject_id, request_id,
                                           payload_sha256)
                        SELECT id, at, '%1$s', 'live', participant, 'purchase_completed', data, at, 'api', message, 'processed', fact,
                               i %% 64, (extract(epoch FROM at) * 1000)::bigint || '-0', noise::uuid::text, noise::uuid::text,
                               decode(noise || noise, 'hex')
                        FROM events),
                    held AS (
                        INSERT INTO fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
                        SELECT fact, id, '%1$s', 'live', participant, 'event.purchase_completed', data, at, at FROM events)
                    INSERT INTO dedupe_key (tenant_id, environment, source, client_message_id, payload_sha256, event_id, created_at)
                    SELECT '%1$s', 'live', 'api', message, decode(noise || noise, 'hex'), id, at FROM events
                    """.formatted(tenant, all, first, last);
    }

    private static Map<String, String> indexes(Statement statement) throws SQLException {
        Map<String, String> indexes = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery(INDEXES)) {
            while (rows.next()) {
                // With its partitions, which the catalogue leaves out.
                indexes.put(rows.getString(1), rows.getString(2).replace(" ON ONLY ", " ON "));
            }
        }
        return indexes;
    }

    private static void requireRoom(long events, Path disk) {
        try {
            long free = Files.getFileStore(disk).getUsableSpace();
            if (free < events * DISK_BYTES_PER_EVENT) {
                throw new BenchException("%,d events take about %,d MB, and there are %,d MB."
                        .formatted(events, (events * DISK_BYTES_PER_EVENT) >> 20, free >> 20));
            }
        } catch (IOException e) {
            throw new BenchException("The disk's free space cannot be read.", e);
        }
    }

    /** Bytes of tables with their indexes, by table. */
    static List<Size> sizes(Installation suite) {
        String sql = """
                SELECT t.name, sum(pg_table_size(p.relid)), sum(pg_indexes_size(p.relid))
                FROM (VALUES ('event'), ('fact'), ('dedupe_key')) AS t (name),
                     LATERAL pg_partition_tree(('ingest.' || t.name)::regclass) AS p
                WHERE p.isleaf GROUP BY t.name ORDER BY t.name DESC
                """;
        try (Connection connection = suite.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Size> sizes = new ArrayList<>();
            while (rows.next()) {
                sizes.add(new Size(rows.getString(1), rows.getDouble(2), rows.getDouble(3)));
            }
            return sizes;
        } catch (SQLException e) {
            throw new BenchException("PostgreSQL does not say how large its tables are.", e);
        }
    }

    /** In bytes. */
    record Size(String table, double rows, double indexes) {}
}
