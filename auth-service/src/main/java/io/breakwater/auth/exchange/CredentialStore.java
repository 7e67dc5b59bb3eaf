package io.breakwater.auth.exchange;

import io.breakwater.auth.apikey.KeyKind;
import io.breakwater.auth.session.Session;
import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.auth.user.Role;
import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds credentials, each in one statement on a unique index. Plain SQL, as this is the hot path and needs no entities.
 * Blocks; thread-safe.
 */
@ApplicationScoped
class CredentialStore {

    private static final String TENANT_COLUMNS = """
            t.status, t.plan, t.billing_day,
                coalesce(t.requests_per_minute, p.requests_per_minute) AS requests_per_minute,
                coalesce(t.team_writes_per_month, p.team_writes_per_month) AS writes_per_month,
                coalesce(t.events_per_day, p.events_per_day) AS events_per_day,
                coalesce(t.participants_per_month, p.participants_per_month) AS participants_per_month
            """;
    /** Owners and admins hold every team of the tenant, others those that they are in. */
    private static final String MEMBER_COLUMNS = """
            m.tenant_id, m.role, CASE WHEN m.role IN ('owner', 'admin')
                THEN ARRAY(SELECT id FROM team WHERE tenant_id = m.tenant_id ORDER BY id)
                ELSE ARRAY(SELECT i.team_id FROM team_member i JOIN team g ON g.id = i.team_id
                           WHERE i.user_id = m.user_id AND g.tenant_id = m.tenant_id ORDER BY 1) END AS teams,
            """;

    private static final String KEYS = """
            SELECT k.id, k.tenant_id, k.environment, k.kind, k.scopes, k.team_ids, k.rate_limit, k.expires_at,
                k.revoked_at, k.allowed_ips, k.allowed_origins,
            """ + TENANT_COLUMNS + """
            FROM api_key k JOIN tenant t ON t.id = k.tenant_id JOIN plan p ON p.id = t.plan
            """;
    private static final String KEY = KEYS + "WHERE k.sha256 = ?";
    private static final String KEY_BY_ID = KEYS + "WHERE k.id = ? AND k.tenant_id = ?";

    private static final String TENANT_SESSION = """
            SELECT s.ended_at, s.idle_expires_at, s.expires_at,
            """ + MEMBER_COLUMNS + TENANT_COLUMNS + """
            FROM session s
                JOIN membership m ON m.user_id = s.user_id AND m.tenant_id = s.tenant_id
                JOIN tenant t ON t.id = s.tenant_id
                JOIN plan p ON p.id = t.plan
            WHERE s.id = ? AND s.user_id = ? AND s.tenant_id = ?
            """;
    /** The membership in the tenant named, or the oldest where none is: in a suspended tenant only if in no other. */
    private static final String MEMBER = "SELECT " + MEMBER_COLUMNS + TENANT_COLUMNS + """
            FROM membership m JOIN tenant t ON t.id = m.tenant_id JOIN plan p ON p.id = t.plan
            WHERE m.user_id = ? AND m.tenant_id = coalesce(?::uuid, m.tenant_id)
            ORDER BY t.status = 'suspended', m.created_at, m.tenant_id LIMIT 1
            """;

    private static final String PLATFORM_SESSION = """
            SELECT s.ended_at, s.idle_expires_at, s.expires_at
            FROM session s
            WHERE s.id = ? AND s.platform_admin_id = ?
            """;

    private final DataSource dataSource;

    CredentialStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The key of that SHA-256; empty when there is none. */
    Optional<StoredKey> key(byte[] sha256) {
        return one(KEY, CredentialStore::readKey, sha256);
    }

    /** A tenant's key; empty when there is none of that id. */
    Optional<StoredKey> key(UUID id, UUID tenant) {
        return one(KEY_BY_ID, CredentialStore::readKey, id, tenant);
    }

    /** The session that a token names, if its subject and tenant are the session's own. */
    Optional<StoredSession> session(Session session) {
        return switch (session.realm()) {
            case TENANT ->
                one(
                        TENANT_SESSION,
                        row -> readSession(row, readMember(row)),
                        session.id(),
                        session.subject(),
                        session.tenant());
            case PLATFORM -> one(PLATFORM_SESSION, row -> readSession(row, null), session.id(), session.subject());
        };
    }

    /**
     * What a user is in a tenant.
     *
     * @param tenant null for the tenant that the user has been in for longest
     */
    Optional<StoredMember> member(UUID user, @Nullable UUID tenant) {
        return one(MEMBER, CredentialStore::readMember, user, tenant);
    }

    private <T> Optional<T> one(String sql, Reader<T> reader, @Nullable Object... arguments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                query.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new CredentialStoreException(e);
        }
    }

    private static StoredKey readKey(ResultSet row) throws SQLException {
        return new StoredKey(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                Environment.of(row.getString("environment")),
                KeyKind.of(row.getString("kind")),
                list(row.getArray("scopes"), String[].class),
                list(row.getArray("team_ids"), UUID[].class),
                row.getObject("rate_limit", Integer.class),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                list(row.getArray("allowed_ips"), String[].class),
                list(row.getArray("allowed_origins"), String[].class),
                readTenant(row));
    }

    private static StoredTenant readTenant(ResultSet row) throws SQLException {
        return new StoredTenant(
                TenantStatus.of(row.getString("status")),
                row.getString("plan"),
                row.getObject("requests_per_minute", Integer.class),
                row.getObject("writes_per_month", Long.class),
                row.getObject("events_per_day", Long.class),
                row.getObject("participants_per_month", Long.class),
                row.getInt("billing_day"));
    }

    private static StoredMember readMember(ResultSet row) throws SQLException {
        return new StoredMember(
                row.getObject("tenant_id", UUID.class),
                Role.of(row.getString("role")),
                list(row.getArray("teams"), UUID[].class),
                readTenant(row));
    }

    private static StoredSession readSession(ResultSet row, @Nullable StoredMember member) throws SQLException {
        return new StoredSession(
                instant(row, "ended_at"),
                row.getObject("idle_expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                member);
    }

    private static <T> List<T> list(Array array, Class<T[]> type) throws SQLException {
        return List.of(type.cast(array.getArray()));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** PostgreSQL could not be asked; says nothing about the credential. */
    static final class CredentialStoreException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CredentialStoreException(SQLException cause) {
            super("could not look a credential up", cause);
        }
    }
}
