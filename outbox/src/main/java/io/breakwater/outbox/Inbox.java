package io.breakwater.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Remembers which messages a consumer has acted on, so that one delivered twice has its effect once. Thread-safe. */
@ApplicationScoped
public class Inbox {

    private static final String INSERT =
            "INSERT INTO inbox (consumer, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

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
}
