package io.breakwater.ingest.erasure;

import io.breakwater.ingest.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of erasures, in the caller's transaction. Stateless. */
@ApplicationScoped
class ErasureTable {

    /** What is counted, but what the worker meets in the stream. */
    private static final List<String> KINDS = List.of(
            "events",
            "facts",
            "dead_letters",
            "dedupe_keys",
            "stream_entries",
            "sdk_users",
            "sdk_sessions",
            "quota_notices",
            "quota_participants",
            "quota_refunds");

    private static final String BEGIN = """
            INSERT INTO erasure (id, tenant_id, participant_sha256, requested_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String READ = """
            SELECT tenant_id, participant_sha256, phase, barrier IS NOT NULL, markers, cursor, rewriting,
                   append_only_file, rewritten_at
            FROM erasure WHERE id = ?
            """;

    /** The tally of a worker does not wait for this lock. */
    private static final String LOCK = " FOR NO KEY UPDATE";

    private static final String RAISE_BARRIER =
            "UPDATE erasure SET barrier = pg_current_xact_id() WHERE id = ? AND barrier IS NULL";

    private static final String IS_BARRIER_PASSED = """
            SELECT pg_snapshot_xmin(pg_current_snapshot()) >= barrier
                   AND (participant_sha256 IS NOT NULL
                        OR clock_timestamp() >= created_at + make_interval(secs => ?))
            FROM erasure WHERE id = ?
            """;

    private static final String POSITIONS = "SELECT generation, last_id FROM partition_lease ORDER BY partition";

    private static final String ADVANCE = "UPDATE erasure SET phase = ?, cursor = NULL WHERE id = ? AND phase = ?";

    private static final String FINISH = """
            UPDATE erasure SET phase = 'done', done_at = clock_timestamp(), append_only_file = ?, rewriting = NULL,
                               rewritten_at = CASE WHEN ? = 'rewritten' THEN clock_timestamp() END
            WHERE id = ? AND phase = 'rewriting'
            """;

    private static final String TALLY =
            "SELECT kind, sum(things)::bigint FROM erasure_tally WHERE erasure_id = ? GROUP BY kind";

    /** How far a partition's readers have committed. */
    record Position(int generation, @Nullable StreamPosition lastId) {}

    /** Takes note of an erasure; false when it is known already. */
    boolean begin(Connection connection, Erasure erasure) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setObject(1, erasure.id());
            insert.setObject(2, erasure.tenant());
            insert.setString(3, erasure.participantSha256());
            insert.setObject(4, erasure.requestedAt().atOffset(ZoneOffset.UTC));
            return insert.executeUpdate() == 1;
        }
    }

    ErasureRow read(Connection connection, UUID id) throws SQLException {
        return read(connection, READ, id);
    }

    /** The same, locked until the transaction ends, so that of two calls at once each does another step. */
    ErasureRow lock(Connection connection, UUID id) throws SQLException {
        return read(connection, READ + LOCK, id);
    }

    private static ErasureRow read(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("erasure " + id + " was never begun");
                }
                List<String> markers = texts(row.getArray(5));
                OffsetDateTime rewrittenAt = row.getObject(9, OffsetDateTime.class);
                return new ErasureRow(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Phase.of(row.getString(3)),
                        row.getBoolean(4),
                        markers == null
                                ? null
                                : markers.stream().map(Marker::parse).toList(),
                        row.getString(6),
                        texts(row.getArray(7)),
                        row.getString(8),
                        rewrittenAt == null ? null : rewrittenAt.toInstant());
            }
        }
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : Arrays.asList((String[]) array.getArray());
    }

    /** Notes which transactions are to be waited for: all that began to write before this one. */
    void raiseBarrier(Connection connection, UUID id) throws SQLException {
        update(connection, RAISE_BARRIER, id);
    }

    /** Whether none of those is left, and the pause after the beginning of a tenant's erasure is over. */
    boolean isBarrierPassed(Connection connection, UUID id, Duration tenantPause) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_BARRIER_PASSED)) {
            select.setDouble(1, tenantPause.toMillis() / 1000.0);
            select.setObject(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** In the order of the partitions. */
    List<Position> positions(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(POSITIONS);
                ResultSet rows = select.executeQuery()) {
            List<Position> positions = new ArrayList<>();
            while (rows.next()) {
                String lastId = rows.getString(2);
                positions.add(new Position(rows.getInt(1), lastId == null ? null : StreamPosition.parse(lastId)));
            }
            return positions;
        }
    }

    void setMarkers(Connection connection, UUID id, List<Marker> markers) throws SQLException {
        Object[] texts = markers.stream().map(Marker::toString).toArray();
        update(connection, "UPDATE erasure SET markers = ? WHERE id = ?", connection.createArrayOf("text", texts), id);
    }

    void setCursor(Connection connection, UUID id, String cursor) throws SQLException {
        update(connection, "UPDATE erasure SET cursor = ? WHERE id = ?", cursor, id);
    }

    /** Notes who writes its files anew; null when that has to begin again. */
    void setRewriting(Connection connection, UUID id, @Nullable List<String> processes) throws SQLException {
        Array texts = processes == null ? null : connection.createArrayOf("text", processes.toArray());
        update(connection, "UPDATE erasure SET rewriting = ? WHERE id = ?", texts, id);
    }

    /** From a phase to the next; nothing when it is not in that phase any more. */
    void advance(Connection connection, UUID id, Phase from) throws SQLException {
        update(connection, ADVANCE, from.next().wireName(), id, from.wireName());
    }

    /** The last step; false when another call was first. */
    boolean finish(Connection connection, UUID id, String appendOnlyFile) throws SQLException {
        return update(connection, FINISH, appendOnlyFile, appendOnlyFile, id) == 1;
    }

    /** What was erased by now, by kind; every kind is there. */
    SortedMap<String, Long> counts(Connection connection, UUID id) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        KINDS.forEach(kind -> counts.put(kind, 0L));
        try (PreparedStatement select = connection.prepareStatement(TALLY)) {
            select.setObject(1, id);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(Objects.requireNonNull(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return counts;
    }

    private static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                update.setObject(i + 1, arguments[i]);
            }
            return update.executeUpdate();
        }
    }
}
