package io.breakwater.admin.subjectkey;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Shreds the keys of people and tenants when auth-service tells that it has erased them. */
@ApplicationScoped
class ErasedOwners implements StreamConsumer {

    private final SubjectKeys keys;

    ErasedOwners(SubjectKeys keys) {
        this.keys = keys;
    }

    @Override
    public String stream() {
        return "auth:audit";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        for (StreamMessage message : messages) {
            if (message.type().equals("user.erased")) {
                keys.shred(connection, target(message.payload()));
                // Their address in what tells that they were invited, when they had no account yet.
                for (JsonNode invitation : message.payload().at("/details/invitations")) {
                    keys.shredInvited(connection, UUID.fromString(invitation.asText()));
                }
            } else if (message.type().equals("tenant.erased")) {
                keys.shredTenant(connection, target(message.payload()));
            }
        }
    }

    private static UUID target(JsonNode event) {
        return UUID.fromString(event.at("/target/id").asText());
    }
}
