package io.breakwater.system.ingestion;

import static org.awaitility.Awaitility.await;

import io.breakwater.localstack.store.EmbeddedStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the ingest schema really holds, and ways to hold the worker up: as the database's administrator. */
final class IngestTables {

    private static final String BLOCKED =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ingest_app' AND wait_event_type = 'Lock'";

    private final EmbeddedStores stores;

    IngestTables(EmbeddedStores stores) {
        this.stores = stores;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(stores.jdbcUrl(), stores.superuser(), stores.superuserPassword());
    }

    /** Lets nobody read or write events until the connection rolls back or closes. */
    Connection lockEvents() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE ingest.event IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    /** Waits until a worker's transaction stands before the lock. */
    void awaitBlockedWorker() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> count(BLOCKED) > 0);
    }

    /** While open, the database refuses events of a name, as it would refuse any that breaks a rule of the schema. */
    AutoCloseable refusing(String eventName) throws SQLException {
        execute("ALTER TABLE ingest.event ADD CONSTRAINT refuse_%1$s CHECK (event_name <> '%1$s') NOT VALID"
                .formatted(eventName));
        return () -> execute("ALTER TABLE ingest.event DROP CONSTRAINT refuse_" + eventName);
    }

    /** How often the partition's log was found lost. */
    int generation(int partition) throws SQLException {
        return count("SELECT generation FROM ingest.partition_lease WHERE partition = ?", partition);
    }

    /** How many partitions a live worker holds. */
    int owned() throws SQLException {
        return count("SELECT count(*) FROM ingest.partition_lease WHERE expires_at > clock_timestamp()");
    }

    int count(String sql, Object... arguments) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = prepare(connection, sql, arguments);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    List<String> texts(String sql, Object... arguments) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = prepare(connection, sql, arguments);
                ResultSet rows = query.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** The partition of an event that is processed, or in the log. */
    static int partitionOf(String event) {
        // The six bits above the nonce: see ADR 2.
        return (int) (UUID.fromString(event).getLeastSignificantBits() >>> 40 & 0x3F);
    }

    void execute(String sql, Object... arguments) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, arguments)) {
            statement.execute();
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
