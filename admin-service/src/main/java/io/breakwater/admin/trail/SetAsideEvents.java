package io.breakwater.admin.trail;

import io.breakwater.admin.erasure.TenantData;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Audit events of a tenant that could not be taken in, and so still hold what is personal in the clear. */
@ApplicationScoped
class SetAsideEvents implements TenantData {

    private static final String DELETE = """
            DELETE FROM intake_set_aside
             WHERE stream LIKE '%:audit' AND position(convert_to(?, 'UTF8') IN entry) > 0
            """;

    @Override
    public String kind() {
        return "set_aside_audit_events";
    }

    @Override
    public long erase(Connection connection, UUID tenant) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, tenant.toString());
            return delete.executeUpdate();
        }
    }
}
