package io.breakwater.admin.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on checkpoints. Each runs in the transaction of the connection given. */
final class SealTable {

    private static final String COLUMNS =
            "SELECT chain, day, first_sequence, last_sequence, last_hash, signature, dropped_at FROM audit_seal ";

    private static final String AFTER = COLUMNS + "WHERE chain = ? AND last_sequence > ? ORDER BY last_sequence";

    private static final String NEWEST_DROPPED =
            COLUMNS + "WHERE chain = ? AND dropped_at IS NOT NULL ORDER BY day DESC LIMIT 1";

    private static final String NEWEST_BEFORE = COLUMNS + "WHERE chain = ? AND day < ? ORDER BY day DESC LIMIT 1";

    private static final String NEWEST_FIRST = COLUMNS + "WHERE chain = ? AND day < ? ORDER BY day DESC LIMIT ?";

    private static final String INSERT = """
            INSERT INTO audit_seal (chain, day, first_sequence, last_sequence, last_hash, signature)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String UNSEALED = "SELECT chain FROM audit_head WHERE unsealed_since < ? ORDER BY chain";

    private static final String CLOSE = """
            UPDATE audit_head SET closed_through = ?
             WHERE chain = ? AND (closed_through IS NULL OR closed_through < ?)
            """;

    private static final String LOCK = "SELECT FROM audit_head WHERE chain = ? FOR UPDATE";

    private static final String SEALED = """
            UPDATE audit_head h
               SET sealed_sequence = greatest(sealed_sequence, ?),
                   unsealed_since = (SELECT (r.recorded_at AT TIME ZONE 'UTC')::date FROM audit_record r
                                      WHERE r.chain = h.chain AND r.sequence > greatest(h.sealed_sequence, ?)
                                      ORDER BY r.sequence LIMIT 1)
             WHERE chain = ?
            """;

    private static final String OLDEST_KEPT =
            "SELECT chain, min(day) FROM audit_seal WHERE dropped_at IS NULL GROUP BY chain ORDER BY chain";

    private SealTable() {}

    /** A chain and the oldest sealed day of which the entries are there. */
    record Oldest(String chain, LocalDate day) {}

    /** The checkpoints behind an entry, oldest first. */
    static List<Checkpoint> after(Connection connection, String chain, long sequence) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AFTER)) {
            select.setString(1, chain);
            select.setLong(2, sequence);
            return read(select);
        }
    }

    static Optional<Checkpoint> newestDropped(Connection connection, String chain) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST_DROPPED)) {
            select.setString(1, chain);
            return read(select).stream().findFirst();
        }
    }

    static Optional<Checkpoint> newestBefore(Connection connection, String chain, LocalDate day) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST_BEFORE)) {
            select.setString(1, chain);
            select.setObject(2, day);
            return read(select).stream().findFirst();
        }
    }

    /** Checkpoints of days before one, newest first. */
    static List<Checkpoint> page(Connection connection, String chain, LocalDate before, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST_FIRST)) {
            select.setString(1, chain);
            select.setObject(2, before);
            select.setInt(3, limit);
            return read(select);
        }
    }

    static void insert(Connection connection, List<Checkpoint> checkpoints) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Checkpoint checkpoint : checkpoints) {
                insert.setString(1, checkpoint.chain());
                insert.setObject(2, checkpoint.day());
                insert.setLong(3, checkpoint.firstSequence());
                insert.setLong(4, checkpoint.lastSequence());
                insert.setBytes(5, HexFormat.of().parseHex(checkpoint.lastHash()));
                insert.setString(6, checkpoint.signature());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The chains that have unsealed entries of days before one. */
    static List<String> unsealed(Connection connection, LocalDate before) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNSEALED)) {
            select.setObject(1, before);
            List<String> chains = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    chains.add(rows.getString(1));
                }
            }
            return chains;
        }
    }

    /** Lets nothing be appended to a day or one before it. */
    static void close(Connection connection, String chain, LocalDate day) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLOSE)) {
            update.setObject(1, day);
            update.setString(2, chain);
            update.setObject(3, day);
            update.executeUpdate();
        }
    }

    /** Notes up to which entry a chain is sealed. Locks first, so that what is being appended is seen. */
    static void sealed(Connection connection, String chain, long lastSequence) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement update = connection.prepareStatement(SEALED)) {
            lock.setString(1, chain);
            lock.execute();
            update.setLong(1, lastSequence);
            update.setLong(2, lastSequence);
            update.setString(3, chain);
            update.executeUpdate();
        }
    }

    static List<Oldest> oldestKept(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OLDEST_KEPT);
                ResultSet rows = select.executeQuery()) {
            List<Oldest> oldest = new ArrayList<>();
            while (rows.next()) {
                oldest.add(new Oldest(rows.getString(1), rows.getObject(2, LocalDate.class)));
            }
            return oldest;
        }
    }

    private static List<Checkpoint> read(PreparedStatement select) throws SQLException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                @Nullable OffsetDateTime droppedAt = rows.getObject(7, OffsetDateTime.class);
                checkpoints.add(new Checkpoint(
                        rows.getString(1),
                        rows.getObject(2, LocalDate.class),
                        rows.getLong(3),
                        rows.getLong(4),
                        HexFormat.of().formatHex(rows.getBytes(5)),
                        rows.getString(6),
                        droppedAt == null ? null : droppedAt.toInstant()));
            }
        }
        return checkpoints;
    }
}
