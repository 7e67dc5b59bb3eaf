package io.breakwater.admin.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on entries and heads. Each runs in the transaction of the connection given. */
public final class ChainTable {

    /** What {@link #entry} reads. */
    public static final String COLUMNS = """
            chain, sequence, id, at, recorded_at, source, actor_kind, actor_id, action, outcome, reason, target_kind,
            target_id, environment, request_id, details, key_id, sealed, previous_hash, hash""";

    /**
     * For the rest of the transaction. A plan that is kept from when the table was small reads all of it, until statistics
     * are gathered anew: 1 s was seen for a batch of 500 at 60,000 entries, instead of 0.2 s.
     */
    private static final String PLAN_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan";

    private static final String KNOWN = "SELECT id FROM audit_record WHERE id = ANY (?)";

    private static final String ADD_HEADS = """
            INSERT INTO audit_head (chain) SELECT chain FROM unnest(?::text[]) AS c (chain) ORDER BY chain
            ON CONFLICT DO NOTHING
            """;

    /** In one order, so that two appenders never wait for each other. */
    private static final String LOCK_HEADS = """
            SELECT chain, sequence, hash, recorded_at, closed_through FROM audit_head
             WHERE chain = ANY (?) ORDER BY chain FOR UPDATE
            """;

    private static final String HEAD =
            "SELECT chain, sequence, hash, recorded_at, closed_through FROM audit_head WHERE chain = ?";

    private static final String MOVE_HEAD = """
            UPDATE audit_head
               SET sequence = ?, hash = ?, recorded_at = ?, unsealed_since = coalesce(unsealed_since, (?::timestamptz AT TIME ZONE 'UTC')::date)
             WHERE chain = ?
            """;

    private static final String INSERT = "INSERT INTO audit_record (" + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private ChainTable() {}

    /** Which of these messages are in the trail. */
    static Set<UUID> known(Connection connection, Collection<UUID> ids) throws SQLException {
        try (Statement plan = connection.createStatement();
                PreparedStatement select = connection.prepareStatement(KNOWN)) {
            plan.execute(PLAN_ANEW);
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Set<UUID> known = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
            return known;
        }
    }

    /** Locks the heads of chains, which begin with this when they are new. */
    static Map<String, Head> lockHeads(Connection connection, Set<String> chains) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD_HEADS);
                PreparedStatement lock = connection.prepareStatement(LOCK_HEADS)) {
            add.setArray(1, connection.createArrayOf("text", chains.toArray()));
            add.executeUpdate();
            lock.setArray(1, connection.createArrayOf("text", chains.toArray()));
            Map<String, Head> heads = new HashMap<>();
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    heads.put(rows.getString(1), head(rows));
                }
            }
            return heads;
        }
    }

    /** Where a chain ends; null when there is no such chain. */
    public static @Nullable Head head(Connection connection, String chain) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD)) {
            select.setString(1, chain);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? head(row) : null;
            }
        }
    }

    static void moveHeads(Connection connection, List<Head> heads) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE_HEAD)) {
            for (Head head : heads) {
                update.setLong(1, head.sequence());
                update.setBytes(2, HexFormat.of().parseHex(head.hash()));
                update.setObject(3, utc(head.recordedAt()));
                update.setObject(4, utc(head.recordedAt()));
                update.setString(5, head.chain());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    static void insert(Connection connection, List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Entry entry : entries) {
                insert.setString(1, entry.chain());
                insert.setLong(2, entry.sequence());
                insert.setObject(3, entry.id());
                insert.setObject(4, utc(entry.at()));
                insert.setObject(5, utc(entry.recordedAt()));
                insert.setString(6, entry.source());
                insert.setString(7, entry.actorKind());
                insert.setString(8, entry.actorId());
                insert.setString(9, entry.action());
                insert.setString(10, entry.outcome());
                insert.setString(11, entry.reason());
                insert.setString(12, entry.targetKind());
                insert.setString(13, entry.targetId());
                insert.setString(14, entry.environment());
                insert.setString(15, entry.requestId());
                insert.setString(16, entry.details());
                insert.setObject(17, entry.keyId());
                insert.setBytes(
                        18, entry.sealed() == null ? null : Base64.getDecoder().decode(entry.sealed()));
                insert.setBytes(19, HexFormat.of().parseHex(entry.previousHash()));
                insert.setBytes(20, HexFormat.of().parseHex(entry.hash()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The present row, of {@link #COLUMNS} in their order. */
    public static Entry entry(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes(18);
        return new Entry(
                row.getString(1),
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getObject(17, UUID.class),
                sealed == null ? null : Base64.getEncoder().encodeToString(sealed),
                HexFormat.of().formatHex(row.getBytes(19)),
                HexFormat.of().formatHex(row.getBytes(20)));
    }

    private static Head head(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime recordedAt = row.getObject(4, OffsetDateTime.class);
        return new Head(
                row.getString(1),
                row.getLong(2),
                HexFormat.of().formatHex(row.getBytes(3)),
                recordedAt == null ? null : recordedAt.toInstant(),
                row.getObject(5, LocalDate.class));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
