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
import org.jspecify.annotations.Nullable;

/** The statements on checkpoints. Each runs in the transaction of the connection given. */
final class SealTable {

    private static final String COLUMNS =
            "SELECT chain, day, first_sequence, last_sequence, last_hash, signature, dropped_at FROM audit_seal ";

    /** In one statement, so that it is of one moment: the head first, then a row for each checkpoint. */
    private static final String OF_CHAIN = """
            SELECT c.chain, s.day, s.first_sequence, s.last_sequence, s.last_hash, s.signature, s.dropped_at,
                   coalesce(h.sealed_sequence, 0)
              FROM (SELECT ?::text AS chain) c
              LEFT JOIN audit_head h ON h.chain = c.chain
              LEFT JOIN audit_seal s ON s.chain = c.chain
             ORDER BY s.last_sequence
            """;

    private static final String NEWEST_FIRST = COLUMNS + "WHERE chain = ? AND day < ? ORDER BY day DESC LIMIT ?";

    private static final String INSERT = """
            INSERT INTO audit_seal (chain, day, first_sequence, last_sequence, last_hash, signature)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String UNSEALED = "SELECT chain FROM audit_head WHERE unsealed_since < ? ORDER BY chain";

    private static final String CLOSE = """
            UPDATE audit_head SET closed_through = ?
             WHERE chain = ? AND (closed_through IS NULL OR closed_through < ?)
            """;

    private static final String LOCK = "SELECT sealed_sequence FROM audit_head WHERE chain = ? FOR UPDATE";

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

    /** All checkpoints of a chain, and what its head says of them, at one moment. */
    static Seals of(Connection connection, String chain) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_CHAIN)) {
            select.setString(1, chain);
            List<Checkpoint> checkpoints = new ArrayList<>();
            long sealed = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sealed = rows.getLong(8);
                    if (rows.getObject(2) != null) {
                        checkpoints.add(checkpoint(rows));
                    }
                }
            }
            return new Seals(sealed, checkpoints);
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

    /**
     * Keeps others from sealing a chain, and from appending to it, until the transaction ends.
     *
     * @return up to which entry it is sealed
     */
    static long lock(Connection connection, String chain) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, chain);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Notes up to which entry a chain is sealed. The chain is locked, so that what is being appended is seen. */
    static void sealed(Connection connection, String chain, long lastSequence) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SEALED)) {
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
                checkpoints.add(checkpoint(rows));
            }
        }
        return checkpoints;
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime droppedAt = row.getObject(7, OffsetDateTime.class);
        return new Checkpoint(
                row.getString(1),
                row.getObject(2, LocalDate.class),
                row.getLong(3),
                row.getLong(4),
                HexFormat.of().formatHex(row.getBytes(5)),
                row.getString(6),
                droppedAt == null ? null : droppedAt.toInstant());
    }
}
