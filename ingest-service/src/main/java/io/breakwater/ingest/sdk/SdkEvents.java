package io.breakwater.ingest.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventParts;
import io.breakwater.ingest.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Makes events of what SDKs send. Blocks when an event names only its session. Thread-safe. */
@ApplicationScoped
class SdkEvents {

    private static final String CUSTOM = "CUSTOM";
    private static final int MAX_TYPE = 64;
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final SdkBodies bodies;
    private final SdkSessions sessions;
    private final ExactJson json;
    private final Clock clock;

    SdkEvents(SdkBodies bodies, SdkSessions sessions, ExactJson json, Clock clock) {
        this.bodies = bodies;
        this.sessions = sessions;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The events of a body, all valid.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON; {@code VALIDATION_ERROR} with all that is
     *     wrong with any of them; {@code DATABASE_UNAVAILABLE} when a session must be looked up and cannot be
     */
    List<EventDraft> read(Identity sender, byte[] body) {
        JsonNode items = bodies.object(body).path("events");
        if (!items.isArray() || items.isEmpty() || items.size() > EventReader.MAX_BATCH) {
            throw ProblemException.invalidField(
                    "events", "must be a list of 1 to " + EventReader.MAX_BATCH + " events");
        }
        Map<UUID, String> participants = participants(sender, items);
        List<EventDraft> drafts = new ArrayList<>(items.size());
        List<FieldViolation> violations = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            EventDraft draft = draft(items.get(i), "events." + i, participants);
            drafts.add(draft);
            violations.addAll(draft.violations());
        }
        SdkBodies.throwIfAny(violations);
        return drafts;
    }

    private EventDraft draft(JsonNode item, String path, Map<UUID, String> participants) {
        EventParts parts = new EventParts(path, clock.instant());
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        if (!item.isObject()) {
            parts.violate("", "must be an object");
            return parts.draft(properties, json);
        }
        String type = parts.text(item, "type", MAX_TYPE);
        if (type == null ? !item.hasNonNull("type") : !TYPE.matcher(type).matches()) {
            parts.violate("type", type == null ? "is required" : "must be capital letters, digits and _");
        }
        String name = parts.text(item, "name");
        parts.eventName(
                "name", name != null || type == null || type.equals(CUSTOM) ? name : type.toLowerCase(Locale.ROOT));
        String user = parts.text(item, "userId");
        UUID session = session(item);
        parts.participantId("userId", user == null && session != null ? participants.get(session) : user);
        parts.messageId("messageId", parts.text(item, "messageId"));
        parts.timestamp("timestamp", parts.text(item, "timestamp"));
        fill(properties, parts, item);
        parts.numbers(item);
        parts.size(json.write(item));
        return parts.draft(properties, json);
    }

    /** The client's properties, and where it was unless they say that themselves. */
    private static void fill(ObjectNode properties, EventParts parts, JsonNode item) {
        JsonNode sent = item.get("properties");
        if (sent instanceof ObjectNode object) {
            properties.setAll(object);
        } else if (sent != null && !sent.isNull()) {
            parts.violate("properties", "must be an object");
        }
        for (String field : List.of("type", "url", "sessionId")) {
            String text = parts.text(item, field);
            if (text != null && !properties.has(field)) {
                properties.put(field, text);
            }
        }
    }

    /** Who is behind the sessions of the events that name no user. */
    private Map<UUID, String> participants(Identity sender, JsonNode items) {
        Set<UUID> asked = StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.isObject() && !item.hasNonNull("userId"))
                .map(SdkEvents::session)
                .filter(session -> session != null)
                .collect(Collectors.toSet());
        return asked.isEmpty() ? Map.of() : sessions.participants(sender, asked);
    }

    private static @Nullable UUID session(JsonNode item) {
        String id = item.path("sessionId").textValue();
        return id != null && ID.matcher(id).matches() ? UUID.fromString(id) : null;
    }
}
