package io.breakwater.ingest.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.body.ExactJson;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventParts;
import io.breakwater.ingest.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes events of CloudEvents. Thread-safe. */
@ApplicationScoped
class CloudEventReader {

    /** Where in the properties the attributes are that the event has no field for. */
    static final String REST = "$cloudevent";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String VERSION = "1.0";
    private static final String PARTICIPANT = "participantid";
    private static final int MAX_ID = 100;
    private static final int MAX_SOURCE = 255;

    /** Attributes that become fields of the event, and data. */
    private static final Set<String> TAKEN =
            Set.of("specversion", "id", "source", "type", "time", "data", "data_base64", PARTICIPANT);

    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern JSON = Pattern.compile("(?i)[^;]*[/+]json\\s*(;.*)?");

    private final ExactJson json;
    private final Clock clock;

    CloudEventReader(ExactJson json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * A body of {@code application/cloudevents+json}.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON
     */
    CloudEvent structured(byte[] body) {
        return event(json.read(body), "");
    }

    /**
     * A body of {@code application/cloudevents-batch+json}.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON; {@code VALIDATION_ERROR} when it is not a list
     *     of 1 to {@link EventReader#MAX_BATCH} events
     */
    List<CloudEvent> batched(byte[] body) {
        JsonNode events = json.read(body);
        if (!events.isArray() || events.isEmpty() || events.size() > EventReader.MAX_BATCH) {
            throw ProblemException.invalidField("", "must be a list of 1 to " + EventReader.MAX_BATCH + " CloudEvents");
        }
        List<CloudEvent> read = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            read.add(event(events.get(i), Integer.toString(i)));
        }
        return read;
    }

    /**
     * Attributes that came in headers, and data of any type.
     *
     * @param attributes the values of the headers {@code ce-*}, by lower-case name without {@code ce-}
     * @param contentType the data's; null when there is none
     * @throws ProblemException {@code INVALID_REQUEST} when JSON is said but not sent, or a header is not well encoded
     */
    CloudEvent binary(Map<String, String> attributes, @Nullable String contentType, byte[] body) {
        ObjectNode event = NODES.objectNode();
        attributes.forEach((name, value) -> event.put(name, HeaderText.decode(value)));
        // These are not attributes: what they say is said by the body.
        event.remove(List.of("data", "data_base64", "datacontenttype"));
        if (contentType != null) {
            event.put("datacontenttype", contentType);
        }
        if (body.length > 0) {
            if (contentType == null || JSON.matcher(contentType).matches()) {
                event.set("data", json.read(body));
            } else {
                String text = text(body);
                event.put(text == null ? "data_base64" : "data", text == null ? encoded(body) : text);
            }
        }
        return event(event, "");
    }

    private CloudEvent event(JsonNode sent, String path) {
        EventParts parts = new EventParts(path, clock.instant());
        if (!(sent instanceof ObjectNode event)) {
            parts.violate("", "must be an object");
            return new CloudEvent.Invalid(null, parts.violations().getFirst());
        }
        if (!VERSION.equals(parts.text(event, "specversion"))) {
            parts.violate("specversion", "must be " + VERSION);
        }
        String id = required(parts, event, "id", MAX_ID);
        String source = required(parts, event, "source", MAX_SOURCE);
        parts.eventName("type", parts.text(event, "type"));
        String participant = parts.text(event, PARTICIPANT);
        parts.participantId(
                participant == null ? "subject" : PARTICIPANT,
                participant == null ? parts.text(event, "subject") : participant);
        parts.timestamp("time", parts.text(event, "time"));
        ObjectNode properties = properties(parts, event);
        parts.numbers(event);
        parts.size(json.write(event));
        EventDraft draft = parts.draft(properties, json);
        return draft.content() == null || id == null || source == null
                ? new CloudEvent.Invalid(id, draft.violations().getFirst())
                : new CloudEvent.Valid(source, id, draft.content());
    }

    private static @Nullable String required(EventParts parts, ObjectNode event, String name, int max) {
        String text = parts.text(event, name, max);
        if (text == null && (event.get(name) == null || event.get(name).isNull())) {
            parts.violate(name, "is required");
        }
        return text;
    }

    private static ObjectNode properties(EventParts parts, ObjectNode event) {
        ObjectNode properties = NODES.objectNode();
        JsonNode data = event.get("data");
        if (data instanceof ObjectNode object) {
            properties.setAll(object);
        } else if (data != null && !data.isNull()) {
            properties.set("data", data);
        }
        String binary = parts.text(event, "data_base64");
        if (binary != null) {
            if (event.hasNonNull("data")) {
                parts.violate("data_base64", "must not be beside data");
            } else if (!isBase64(binary)) {
                parts.violate("data_base64", "must be Base64");
            }
            properties.put("data_base64", binary);
        }
        ObjectNode rest = NODES.objectNode();
        for (Map.Entry<String, JsonNode> attribute : event.properties()) {
            String name = attribute.getKey();
            JsonNode value = attribute.getValue();
            if (TAKEN.contains(name) || value.isNull()) {
                continue;
            }
            if (!ATTRIBUTE.matcher(name).matches()) {
                parts.violate(name, "must be small letters and digits");
            } else if (value.isContainerNode()) {
                parts.violate(name, "must be a string, a number or a boolean");
            } else {
                rest.set(name, value);
            }
        }
        if (!rest.isEmpty()) {
            properties.set(REST, rest);
        }
        return properties;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length <= text.length();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String encoded(byte[] body) {
        return Base64.getEncoder().encodeToString(body);
    }

    /** The body as UTF-8; null when it is not, or holds what cannot be stored. */
    private static @Nullable String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
