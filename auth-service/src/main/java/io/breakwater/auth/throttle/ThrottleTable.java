package io.breakwater.auth.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** The tables {@code throttle} and {@code known_address}. Every method joins the present transaction. Thread-safe. */
@ApplicationScoped
class ThrottleTable {

    /**
     * Makes the counter if there is none, and locks it. In one statement, as it may be deleted at any moment before it is
     * locked. Arguments: kind, subject, now, now.
     */
    private static final String LOCK = """
            INSERT INTO throttle AS t (kind, subject, failures, charged_at, blocked_until) VALUES (?, ?, 0, ?, ?)
            ON CONFLICT (kind, subject) DO UPDATE SET failures = t.failures
            RETURNING t.failures, t.charged_at, t.blocked_until
            """;

    private static final String STORE = """
            UPDATE throttle SET failures = ?, charged_at = ?, blocked_until = ? WHERE kind = ? AND subject = ?
            """;
    private static final String CLEAR = "DELETE FROM throttle WHERE kind = ? AND subject = ?";
    private static final String IS_KNOWN = """
            SELECT 1 FROM known_address WHERE account = ? AND pair = ? AND last_seen_at > ?
            """;
    private static final String KNOW = """
            INSERT INTO known_address AS k (account, pair, last_seen_at) VALUES (?, ?, ?)
            ON CONFLICT (account, pair) DO UPDATE SET last_seen_at = excluded.last_seen_at
            WHERE k.last_seen_at < excluded.last_seen_at - interval '1 day'
            """;
    private static final String FORGET_ACCOUNT = "DELETE FROM known_address WHERE account = ?";
    private static final String PURGE = "DELETE FROM throttle WHERE charged_at < ? AND blocked_until < ?";
    private static final String PURGE_KNOWN = "DELETE FROM known_address WHERE last_seen_at < ?";

    private final DataSource dataSource;

    ThrottleTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Charges a counter unless it is blocked. The row stays locked until the transaction ends.
     *
     * @return how long it is blocked yet; zero when it was charged
     */
    Duration charge(Policy policy, byte[] subject, Instant now) {
        Counter counter = locked(policy, subject, now);
        if (now.isBefore(counter.blockedUntil())) {
            return Duration.between(now, counter.blockedUntil());
        }
        int failures =
                policy.charged(policy.remembered(counter.failures(), Duration.between(counter.chargedAt(), now)));
        store(policy, subject, failures, now);
        return Duration.ZERO;
    }

    /** Takes one charge back. */
    void refund(Policy policy, byte[] subject, Instant now) {
        Counter counter = locked(policy, subject, now);
        store(policy, subject, Math.max(0, counter.failures() - 1), counter.chargedAt());
    }

    private void store(Policy policy, byte[] subject, int failures, Instant chargedAt) {
        update(STORE, failures, time(chargedAt), time(chargedAt.plus(policy.delay(failures))), policy.kind(), subject);
    }

    void clear(Policy policy, byte[] subject) {
        update(CLEAR, policy.kind(), subject);
    }

    boolean isKnown(byte[] account, byte[] pair, Instant seenAfter) {
        return query(IS_KNOWN, ResultSet::next, account, pair, time(seenAfter));
    }

    void know(byte[] account, byte[] pair, Instant now) {
        update(KNOW, account, pair, time(now));
    }

    void forgetAccount(byte[] account) {
        update(FORGET_ACCOUNT, (Object) account);
    }

    /** Deletes what has no effect any more. */
    int purge(Instant chargedBefore, Instant now, Instant seenBefore) {
        return update(PURGE, time(chargedBefore), time(now)) + update(PURGE_KNOWN, time(seenBefore));
    }

    private Counter locked(Policy policy, byte[] subject, Instant now) {
        return query(
                LOCK,
                row -> {
                    row.next();
                    return new Counter(
                            row.getInt("failures"), instant(row, "charged_at"), instant(row, "blocked_until"));
                },
                policy.kind(),
                subject,
                time(now),
                time(now));
    }

    private <T> T query(String sql, Reader<T> reader, Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = prepare(connection, sql, arguments);
                ResultSet rows = query.executeQuery()) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw new ThrottleTableException(e);
        }
    }

    private int update(String sql, Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = prepare(connection, sql, arguments)) {
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new ThrottleTableException(e);
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

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private record Counter(int failures, Instant chargedAt, Instant blockedUntil) {}

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** PostgreSQL could not be asked. */
    static final class ThrottleTableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ThrottleTableException(SQLException cause) {
            super("the throttle's counters cannot be reached", cause);
        }
    }
}
