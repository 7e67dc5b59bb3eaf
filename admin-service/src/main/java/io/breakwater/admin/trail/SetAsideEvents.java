package io.breakwater.admin.trail;

import io.breakwater.admin.erasure.TenantData;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Audit events that could not be taken in, and so still hold what is personal in the clear: they are forgotten with the
 * tenant or the person. The last of the consumers, so that what another one sets aside of the same batch is met.
 */
@ApplicationScoped
@Priority(-1)
class SetAsideEvents implements TenantData, StreamConsumer {

    private static final String DELETE = """
            DELETE FROM intake_set_aside
             WHERE stream LIKE '%:audit' AND position(convert_to(?, 'UTF8') IN entry) > 0
            """;

    /** But not the event that tells of the erasure itself: it names the person by their id alone. */
    private static final String DELETE_PERSON =
            DELETE + " AND position(convert_to('\"user.erased\"', 'UTF8') IN entry) = 0";

    @Override
    public String stream() {
        return "auth:audit";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        for (StreamMessage message : messages) {
            if (message.type().equals("user.erased")) {
                delete(
                        connection,
                        DELETE_PERSON,
                        message.payload().at("/target/id").asText());
            }
        }
    }

    @Override
    public String kind() {
        return "set_aside_audit_events";
    }

    @Override
    public long erase(Connection connection, UUID tenant) throws SQLException {
        return delete(connection, DELETE, tenant.toString());
    }

    private static long delete(Connection connection, String statement, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(statement)) {
            delete.setString(1, UUID.fromString(id).toString());
            return delete.executeUpdate();
        }
    }
}
