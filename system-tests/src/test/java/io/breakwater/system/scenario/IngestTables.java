package io.breakwater.system.scenario;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** What the ingest schema really holds, and a way to hold the worker up: as the database's administrator. */
final class IngestTables {

    private static final String BLOCKED =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ingest_app' AND wait_event_type = 'Lock'";

    private final Suite suite;

    IngestTables(Suite suite) {
        this.suite = suite;
    }

    /** How many rows an event has: more than one of either is a second effect. */
    record Effects(int events, int facts) {}

    record Lease(String owner, long epoch) {}

    /** Lets nobody read or write events until the connection rolls back or closes. */
    Connection lockEvents() throws SQLException {
        Connection connection = suite.database();
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE ingest.event IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    /** Waits until a worker's transaction stands before the lock. */
    void awaitBlockedWorker() {
        await().atMost(Duration.ofSeconds(30)).until(() -> count(BLOCKED) > 0);
    }

    Effects effectsOf(String event) throws SQLException {
        UUID id = UUID.fromString(event);
        return new Effects(
                count("SELECT count(*) FROM ingest.event WHERE id = ?", id),
                count("SELECT count(*) FROM ingest.fact WHERE event_id = ?", id));
    }

    /** Who owns the partitions while there is one worker. */
    String onlyOwner() throws SQLException {
        return lease("SELECT min(owner::text), max(epoch) FROM ingest.partition_lease WHERE owner IS NOT NULL")
                .owner();
    }

    /** The lease of the partition of a processed event. */
    Lease leaseOf(String event) throws SQLException {
        return lease("""
                SELECT owner::text, epoch FROM ingest.partition_lease
                 WHERE partition = (SELECT partition FROM ingest.event WHERE id = ?)""", UUID.fromString(event));
    }

    private Lease lease(String sql, Object... arguments) throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement query = prepare(connection, sql, arguments);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Lease(row.getString(1), row.getLong(2));
        }
    }

    private int count(String sql, Object... arguments) throws SQLException {
        try (Connection connection = suite.database();
                PreparedStatement query = prepare(connection, sql, arguments);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
