package io.breakwater.auth.mail;

import jakarta.enterprise.context.ApplicationScoped;
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
import javax.sql.DataSource;

/** The table {@code mail}. Each statement joins the present transaction, or is one of its own. Blocks; thread-safe. */
@ApplicationScoped
class MailTable {

    private static final String INSERT = """
            INSERT INTO mail (id, recipient, recipient_key, template, sealed, created_at, next_attempt_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    /** Arguments: end of the lease, now, how many. Takes due rows that no other process is taking. */
    private static final String CLAIM = """
            UPDATE mail SET attempts = attempts + 1, next_attempt_at = ?
            WHERE id IN (SELECT id FROM mail WHERE next_attempt_at <= ?
                         ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING id, recipient, template, sealed, created_at, attempts
            """;

    private static final String POSTPONE = "UPDATE mail SET next_attempt_at = ? WHERE id = ?";
    private static final String DELETE = "DELETE FROM mail WHERE id = ?";

    private final DataSource dataSource;

    MailTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void insert(QueuedMail mail, String recipientKey) {
        update(
                INSERT,
                mail.id(),
                mail.recipient(),
                recipientKey,
                mail.template(),
                mail.sealed(),
                time(mail.createdAt()),
                time(mail.createdAt()));
    }

    /** Takes due mails; each is due again after the lease unless {@link #delete} or {@link #postpone} comes before. */
    List<QueuedMail> claim(int limit, Instant now, Duration lease) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setObject(1, time(now.plus(lease)));
            claim.setObject(2, time(now));
            claim.setInt(3, limit);
            try (ResultSet rows = claim.executeQuery()) {
                List<QueuedMail> mails = new ArrayList<>();
                while (rows.next()) {
                    mails.add(new QueuedMail(
                            rows.getObject("id", UUID.class),
                            rows.getString("recipient"),
                            rows.getString("template"),
                            rows.getString("sealed"),
                            rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                            rows.getInt("attempts")));
                }
                return mails;
            }
        } catch (SQLException e) {
            throw new MailTableException(e);
        }
    }

    void postpone(UUID id, Instant until) {
        update(POSTPONE, time(until), id);
    }

    void delete(UUID id) {
        update(DELETE, id);
    }

    private void update(String sql, Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new MailTableException(e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** PostgreSQL could not be asked. */
    static final class MailTableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MailTableException(SQLException cause) {
            super("the mail queue cannot be reached", cause);
        }
    }
}
