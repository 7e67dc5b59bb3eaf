package io.breakwater.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    /** Parameters: positions, the stream ids of the same, whether their stream is one of those that are confirmed. */
    private static final String MARK = """
            UPDATE outbox o
               SET published_at = clock_timestamp(), stream_id = m.stream_id, awaits_confirmation = m.confirmed,
                   checked_at = clock_timestamp()
              FROM unnest(?::bigint[], ?::text[], ?::boolean[]) AS m (position, stream_id, confirmed)
             WHERE o.position = m.position
            """;

    /** Locks in the order of positions, as whoever else changes many rows does, so that neither waits for the other. */
    private static final String CONFIRM = """
            UPDATE outbox SET awaits_confirmation = false
             WHERE position IN (SELECT position FROM outbox WHERE id = ANY (?) ORDER BY position FOR UPDATE)
            """;

    private static final String UNCONFIRMED = """
            SELECT position, stream, stream_id
              FROM outbox
             WHERE awaits_confirmation AND checked_at < ?
             ORDER BY checked_at
             LIMIT ?
               FOR UPDATE SKIP LOCKED
            """;

    /** Never before the time that was asked for, so that nothing is looked for twice whatever the clocks say. */
    private static final String CHECKED =
            "UPDATE outbox SET checked_at = greatest(clock_timestamp(), ?) WHERE position = ANY (?)";

    private static final String PUBLISH_AGAIN =
            "UPDATE outbox SET published_at = NULL, awaits_confirmation = false WHERE position = ANY (?)";

    private static final String PURGE_PUBLISHED = """
            DELETE FROM outbox
             WHERE published_at < clock_timestamp() - make_interval(secs => ?) AND NOT awaits_confirmation
            """;

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

    /** A message whose reader has not said that it has it. */
    record Unconfirmed(long position, String stream, String streamId) {}

    /** Notes where the streams have the messages. */
    static void markPublished(Connection connection, List<Published> published) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint",
                            published.stream().map(Published::position).toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", published.stream().map(Published::streamId).toArray()));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "boolean",
                            published.stream()
                                    .map(Published::awaitsConfirmation)
                                    .toArray()));
            update.executeUpdate();
        }
    }

    /** A message that its stream has. */
    record Published(long position, String streamId, boolean awaitsConfirmation) {}

    static void confirm(Connection connection, List<UUID> ids) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CONFIRM)) {
            update.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            update.executeUpdate();
        }
    }

    /** Locks and returns messages that were not looked for since a time, at most {@code limit}. */
    static List<Unconfirmed> unconfirmed(Connection connection, Instant since, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNCONFIRMED)) {
            select.setObject(1, since.atOffset(ZoneOffset.UTC));
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Unconfirmed> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Unconfirmed(rows.getLong(1), rows.getString(2), rows.getString(3)));
                }
                return found;
            }
        }
    }

    /** Notes that messages were looked for; not before {@code since}. */
    static void checked(Connection connection, List<Unconfirmed> rows, Instant since) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CHECKED)) {
            update.setObject(1, since.atOffset(ZoneOffset.UTC));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(Unconfirmed::position).toArray()));
            update.executeUpdate();
        }
    }

    static void publishAgain(Connection connection, List<Long> positions) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PUBLISH_AGAIN)) {
            update.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
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
