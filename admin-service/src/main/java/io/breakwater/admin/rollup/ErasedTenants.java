package io.breakwater.admin.rollup;

import io.breakwater.admin.erasure.TenantData;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Takes away what is kept of a tenant, and remembers that: what is still told of it afterwards counts for the platform only.
 */
@ApplicationScoped
class ErasedTenants implements TenantData {

    private static final String REMEMBER =
            "INSERT INTO analytics_erased_tenant (tenant_id) VALUES (?) ON CONFLICT DO NOTHING";

    /** Each with the tenant's id as its one argument. */
    private static final List<String> DELETE = List.of(
            "DELETE FROM request_hour WHERE tenant_id = ?",
            "DELETE FROM request_rollup WHERE tenant_id = ?",
            "DELETE FROM event_rollup WHERE tenant_id = ?",
            "DELETE FROM request_day WHERE tenant_id = ?",
            "DELETE FROM request_rollup_day WHERE tenant_id = ?",
            "DELETE FROM event_rollup_day WHERE tenant_id = ?",
            "DELETE FROM event_name WHERE tenant_id = ?",
            "DELETE FROM minute_count WHERE tenant_id = ?",
            "DELETE FROM busiest_minute WHERE tenant_id = ?",
            "DELETE FROM request_rollup WHERE %s AND value = ?::text".formatted(Scope.OF_PLATFORM_BY_TENANT),
            "DELETE FROM event_rollup WHERE %s AND value = ?::text".formatted(Scope.OF_PLATFORM_BY_TENANT),
            "DELETE FROM request_rollup_day WHERE %s AND value = ?::text".formatted(Scope.OF_PLATFORM_BY_TENANT),
            "DELETE FROM event_rollup_day WHERE %s AND value = ?::text".formatted(Scope.OF_PLATFORM_BY_TENANT));

    private static final String AMONG =
            "SELECT tenant_id FROM analytics_erased_tenant WHERE tenant_id = ANY (?::uuid[])";

    /** Held until the transaction ends: alone by whoever erases or packs, shared by whoever adds. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('admin.analytics_erased_tenant'))";

    private static final String SHARE =
            "SELECT pg_advisory_xact_lock_shared(hashtext('admin.analytics_erased_tenant'))";

    @Override
    public String kind() {
        return "analytics_rows";
    }

    @Override
    public long erase(Connection connection, UUID tenant) throws SQLException {
        lockAll(connection);
        update(connection, REMEMBER, tenant);
        long rows = 0;
        for (String delete : DELETE) {
            rows += update(connection, delete, tenant);
        }
        return rows;
    }

    /** Those of some tenants that are erased. None is until the caller's transaction has ended. */
    Set<UUID> among(Connection connection, Collection<UUID> tenants) throws SQLException {
        lock(connection, SHARE);
        try (PreparedStatement select = connection.prepareStatement(AMONG)) {
            select.setArray(1, connection.createArrayOf("uuid", tenants.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Set<UUID> erased = new HashSet<>();
                while (rows.next()) {
                    erased.add(rows.getObject(1, UUID.class));
                }
                return erased;
            }
        }
    }

    /** Until the caller's transaction ends, nobody else adds, packs or erases. */
    void lockAll(Connection connection) throws SQLException {
        lock(connection, LOCK);
    }

    private static void lock(Connection connection, String sql) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.execute();
        }
    }

    private static int update(Connection connection, String sql, UUID tenant) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, tenant);
            return update.executeUpdate();
        }
    }
}
