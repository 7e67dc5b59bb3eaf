package io.breakwater.admin.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of the readers. Each runs in the transaction of the connection given. */
final class IntakeTables {

    private static final String ADD = "INSERT INTO intake_position (stream) VALUES (?) ON CONFLICT DO NOTHING";

    private static final String LOCK =
            "SELECT generation, position FROM intake_position WHERE stream = ? FOR UPDATE SKIP LOCKED";

    private static final String MOVE =
            "UPDATE intake_position SET generation = ?, position = ?, read_at = clock_timestamp() WHERE stream = ?";

    private static final String SET_ASIDE = """
            INSERT INTO intake_set_aside (stream, consumer, position, entry, reason) VALUES (?, ?, ?, ?, ?)
            """;

    private static final String NEWEST = "SELECT coalesce(max(id), 0) FROM intake_set_aside WHERE stream = ?";

    private static final String TAKE_BACK = """
            DELETE FROM intake_set_aside
             WHERE id IN (SELECT id FROM intake_set_aside WHERE stream = ? AND consumer = ? AND id > ? AND id <= ?
                           ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, position, entry
            """;

    private IntakeTables() {}

    /**
     * Up to where a stream was read.
     *
     * @param generation counts how often the stream was found to be another one
     * @param last null when nothing of this generation was read yet
     */
    record Position(long generation, @Nullable String last) {}

    /** What was set aside: the entry's fields as JSON. */
    record SetAside(long id, String position, String entry) {}

    static void add(Connection connection, String stream) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, stream);
            insert.executeUpdate();
        }
    }

    /** Locks the stream for this transaction; empty while another reader has it. */
    static Optional<Position> lock(Connection connection, String stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, stream);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Position(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    static void move(Connection connection, String stream, Position position) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setLong(1, position.generation());
            update.setString(2, position.last());
            update.setString(3, stream);
            update.executeUpdate();
        }
    }

    /**
     * @param consumer empty when no consumer was asked, as there is no message in it
     */
    static void setAside(
            Connection connection, String stream, String consumer, String position, String entry, String reason)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SET_ASIDE)) {
            insert.setString(1, stream);
            insert.setString(2, consumer);
            insert.setString(3, position);
            insert.setBytes(4, entry.getBytes(UTF_8));
            insert.setString(5, reason);
            insert.executeUpdate();
        }
    }

    /** The newest that was set aside of a stream; 0 when nothing is. */
    static long newestSetAside(Connection connection, String stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setString(1, stream);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Removes and returns the first that was set aside behind {@code after} and up to {@code until}. */
    static Optional<SetAside> takeBack(Connection connection, String stream, String consumer, long after, long until)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(TAKE_BACK)) {
            delete.setString(1, stream);
            delete.setString(2, consumer);
            delete.setLong(3, after);
            delete.setLong(4, until);
            try (ResultSet row = delete.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new SetAside(row.getLong(1), row.getString(2), new String(row.getBytes(3), UTF_8)))
                        : Optional.empty();
            }
        }
    }
}
