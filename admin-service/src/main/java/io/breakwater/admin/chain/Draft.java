package io.breakwater.admin.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.intake.StreamMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit event as it came, before it has a place in its chain.
 *
 * @param subject whom the personal data is about; null for nobody in particular
 * @param personal empty when there is nothing personal
 */
record Draft(
        String chain,
        UUID id,
        Instant at,
        String action,
        String actorKind,
        @Nullable String actorId,
        String outcome,
        @Nullable String reason,
        @Nullable String targetKind,
        @Nullable String targetId,
        @Nullable String environment,
        @Nullable String requestId,
        String details,
        @Nullable UUID subject,
        ObjectNode personal) {

    private static final int NEWEST_SCHEMA = 1;
    private static final String SUBJECT = "subject";

    /**
     * @throws IllegalArgumentException when it is no audit event, or of a newer form than is known
     */
    static Draft of(StreamMessage message) {
        JsonNode event = message.payload();
        if (event.path("schema").asInt(0) > NEWEST_SCHEMA) {
            throw new IllegalArgumentException("an audit event of a newer schema");
        }
        // Null when it was erased on its way.
        ObjectNode personal = event.path("personal").isNull()
                ? JsonNodeFactory.instance.objectNode()
                : object(event, "personal").deepCopy();
        String subject = text(personal, SUBJECT);
        personal.remove(SUBJECT);
        String tenant = text(event, "tenant");
        JsonNode target = event.path("target");
        return new Draft(
                tenant == null ? Entry.PLATFORM : UUID.fromString(tenant).toString(),
                message.id(),
                message.at().truncatedTo(ChronoUnit.MICROS),
                message.type(),
                required(event.path("actor"), "kind"),
                text(event.path("actor"), "id"),
                required(event, "outcome"),
                text(event, "reason"),
                target.isObject() ? required(target, "kind") : null,
                text(target, "id"),
                text(event, "environment"),
                text(event, "request_id"),
                CanonicalDetails.of(object(event, "details")),
                subject == null ? null : UUID.fromString(subject),
                personal);
    }

    /**
     * The invitation that it is about; null when it is about something else.
     *
     * @throws IllegalArgumentException when the invitation's id is none
     */
    @Nullable
    UUID invitation() {
        return "invitation".equals(targetKind) && targetId != null ? UUID.fromString(targetId) : null;
    }

    /** Without personal data. */
    @Override
    public String toString() {
        return "Draft[" + id + ", " + action + "]";
    }

    private static ObjectNode object(JsonNode parent, String name) {
        if (parent.path(name) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(name + " is no object");
    }

    private static String required(JsonNode parent, String name) {
        String text = text(parent, name);
        if (text == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return text;
    }

    private static @Nullable String text(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.asText();
    }
}
