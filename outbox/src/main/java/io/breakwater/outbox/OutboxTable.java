package io.breakwater.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements of the relay. Each runs in the transaction of the connection given. */
final class OutboxTable {

    /** Rows that another relay is sending are skipped, not waited for. */
    private static final String CLAIM = """
            SELECT position, id, stream, type, payload, created_at
              FROM outbox
             WHERE published_at IS NULL
             ORDER BY position
             LIMIT ?
               FOR UPDATE SKIP LOCKED
            """;

    private static final String MARK = "UPDATE outbox SET published_at = clock_timestamp() WHERE position = ANY (?)";

    private static final String PURGE_PUBLISHED =
            "DELETE FROM outbox WHERE published_at < clock_timestamp() - make_interval(secs => ?)";

    private static final String PURGE_RECEIVED =
            "DELETE FROM inbox WHERE received_at < clock_timestamp() - make_interval(secs => ?)";

    private OutboxTable() {}

    /** Locks and returns the oldest unpublished rows, at most {@code limit}. */
    static List<StreamEntry> claim(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CLAIM)) {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<StreamEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(new StreamEntry(
                            rows.getLong(1),
                            rows.getObject(2, UUID.class),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getObject(6, OffsetDateTime.class).toInstant()));
                }
                return entries;
            }
        }
    }

    static void markPublished(Connection connection, List<StreamEntry> entries) throws SQLException {
        Object[] positions = entries.stream().map(StreamEntry::position).toArray();
        try (PreparedStatement update = connection.prepareStatement(MARK)) {
            update.setArray(1, connection.createArrayOf("bigint", positions));
            update.executeUpdate();
        }
    }

    static void purge(Connection connection, Duration published, Duration received) throws SQLException {
        try (PreparedStatement outbox = connection.prepareStatement(PURGE_PUBLISHED);
                PreparedStatement inbox = connection.prepareStatement(PURGE_RECEIVED)) {
            outbox.setDouble(1, published.toMillis() / 1_000.0);
            outbox.executeUpdate();
            inbox.setDouble(1, received.toMillis() / 1_000.0);
            inbox.executeUpdate();
        }
    }
}
