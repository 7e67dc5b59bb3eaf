package io.breakwater.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Remembers which messages a consumer has acted on, so that one delivered twice has its effect once. Thread-safe. */
@ApplicationScoped
public class Inbox {

    private static final String INSERT =
            "INSERT INTO inbox (consumer, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

    /** In the ids' order, so that two of these at once do not wait for each other. */
    private static final String INSERT_ALL = """
            INSERT INTO inbox (consumer, message_id)
            SELECT ?, id FROM (SELECT DISTINCT unnest(?::uuid[]) AS id) ids ORDER BY id
            ON CONFLICT DO NOTHING
            RETURNING message_id
            """;

    /**
     * Notes a message in the caller's transaction, before its effect. A second transaction with the same message waits
     * for the first to end.
     *
     * @param consumer the name of the reader; each has its own memory
     * @return false when a committed transaction has acted on it already: skip the effect
     */
    public boolean accept(Connection connection, String consumer, UUID messageId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, consumer);
            insert.setObject(2, messageId);
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * Notes many messages at once, as {@link #accept} does each.
     *
     * @return those that no committed transaction has acted on yet
     */
    public Set<UUID> acceptAll(Connection connection, String consumer, Collection<UUID> messageIds)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ALL)) {
            insert.setString(1, consumer);
            insert.setArray(2, connection.createArrayOf("uuid", messageIds.toArray()));
            Set<UUID> accepted = new HashSet<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    accepted.add(rows.getObject(1, UUID.class));
                }
            }
            return accepted;
        }
    }
}
