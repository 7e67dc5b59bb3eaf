package io.breakwater.ingest.erasure;

import io.breakwater.ingest.tombstone.ErasureTally;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Deletes what does not hang on events: users, sessions, and of a tenant everything that is left. In the caller's transaction. */
@ApplicationScoped
class RestErasure {

    /** In the order in which they are deleted. */
    private static final List<Rows> OF_PARTICIPANT = List.of(
            new Rows("sdk_users", "sdk_user", "tenant_id, environment, user_id", List.of("user_id")),
            new Rows("sdk_sessions", "sdk_session", "tenant_id, environment, id", List.of("user_id", "anonymous_id")));

    private static final List<Rows> OF_TENANT = List.of(
            new Rows("sdk_users", "sdk_user", "tenant_id, environment, user_id", List.of()),
            new Rows("sdk_sessions", "sdk_session", "tenant_id, environment, id", List.of()),
            new Rows("facts", "fact", "id, created_at", List.of()),
            new Rows("dedupe_keys", "dedupe_key", "tenant_id, environment, source, client_message_id", List.of()),
            new Rows("quota_notices", "quota_notice", "tenant_id, environment, kind, period_start, percent", List.of()),
            new Rows("quota_refunds", "quota_refund", "tenant_id, environment, day, shard", List.of()));

    /** The participant's own facts whose events went with their partition. */
    private static final Rows FACTS = new Rows("facts", "fact", "id, created_at", List.of("participant_id"));

    private final ErasureConfig config;

    RestErasure(ErasureConfig config) {
        this.config = config;
    }

    /**
     * Rows of a table.
     *
     * @param kind what they are counted as
     * @param key the columns of the primary key
     * @param names the columns that may name the participant; none for all rows of the tenant
     */
    private record Rows(String kind, String table, String key, List<String> names) {}

    /** Deletes one batch of each kind; false when that was all. */
    boolean erase(Connection connection, Erasure erasure) throws SQLException {
        List<Rows> kinds = new ArrayList<>(erasure.isOfTenant() ? OF_TENANT : OF_PARTICIPANT);
        if (erasure.participant() != null) {
            kinds.add(FACTS);
        }
        boolean isFull = false;
        for (Rows kind : kinds) {
            List<String> names = kind.names().isEmpty() ? List.of("") : kind.names();
            for (String name : names) {
                int deleted = delete(connection, erasure, kind, name);
                ErasureTally.add(connection, erasure.id(), kind.kind(), deleted);
                isFull |= deleted == config.batchSize();
            }
        }
        return isFull;
    }

    /** Compared in the database, so that no id leaves it. */
    private static String isHash(String name) {
        return "encode(sha256(convert_to(tenant_id::text || ':' || " + name + ", 'UTF8')), 'hex') = ?";
    }

    private int delete(Connection connection, Erasure erasure, Rows rows, String name) throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(erasure.tenant()));
        StringBuilder which = new StringBuilder("tenant_id = ?");
        if (!name.isEmpty()) {
            String participant = erasure.participant();
            which.append(" AND environment IN ('live', 'test') AND created_at <= ? AND ")
                    .append(participant == null ? isHash(name) : name + " = ?");
            arguments.add(erasure.requestedAt().atOffset(ZoneOffset.UTC));
            arguments.add(participant == null ? String.valueOf(erasure.participantSha256()) : participant);
        }
        String sql = "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s WHERE %3$s LIMIT %4$d FOR UPDATE)"
                .formatted(rows.table(), rows.key(), which, config.batchSize());
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                delete.setObject(i + 1, arguments.get(i));
            }
            return delete.executeUpdate();
        }
    }
}
