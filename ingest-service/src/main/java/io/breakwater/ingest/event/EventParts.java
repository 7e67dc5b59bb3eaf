package io.breakwater.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.ingest.body.ExactJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one event out of an item of another API's body, with the limits that {@code /ingest/events} has. What does not
 * fit is noted under the names that the item has. Confined to one thread.
 */
public final class EventParts {

    private static final int MOST_VIOLATIONS = 10;
    private static final int MAX_PATH = 255;

    private final String prefix;
    private final Instant now;
    private final List<FieldViolation> violations = new ArrayList<>();
    private @Nullable String eventName;
    private @Nullable String participantId;
    private @Nullable String messageId;
    private @Nullable Instant timestamp;

    /**
     * @param path where the item is in the body, dotted; empty when it is the body
     */
    public EventParts(String path, Instant now) {
        this.prefix = path;
        this.now = now;
    }

    /** The text of a member of the item; null when it is absent, null, or (which is noted) something else. */
    public @Nullable String text(JsonNode item, String field) {
        JsonNode value = item.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            violate(field, "must be a string");
            return null;
        }
        return value.textValue();
    }

    /** The same, of 1 to {@code max} characters. */
    public @Nullable String text(JsonNode item, String field, int max) {
        return fitting(field, text(item, field), max);
    }

    /** Required, 1 to 128 characters. */
    public void eventName(String field, @Nullable String value) {
        eventName = required(field, fitting(field, value, EventDraftDeserializer.MAX_EVENT_NAME));
    }

    /** Required, 1 to 255 characters. */
    public void participantId(String field, @Nullable String value) {
        participantId = required(field, fitting(field, value, EventDraftDeserializer.MAX_PARTICIPANT_ID));
    }

    /** The dedupe key, 1 to 100 characters; null when there is none. */
    public void messageId(String field, @Nullable String value) {
        messageId = fitting(field, value, EventDraftDeserializer.MAX_MESSAGE_ID);
    }

    /** RFC 3339, at most 24 hours ahead; null when the item does not say. */
    public void timestamp(String field, @Nullable String value) {
        timestamp = value == null ? null : Timestamps.parse(value);
        if (value != null && timestamp == null) {
            violate(field, "must be an RFC 3339 time");
        } else if (timestamp != null && timestamp.isAfter(now.plus(EventDraftDeserializer.MAX_AHEAD))) {
            violate(field, "must be at most 24 hours ahead");
        }
    }

    /** Notes every number of the item that has too many digits or too large an exponent. */
    public void numbers(JsonNode item) {
        numbers(item, "");
    }

    /**
     * Notes an item that is too large.
     *
     * @param json the item as JSON
     */
    public void size(String json) {
        if (json.length() > EventDraftDeserializer.MAX_BYTES
                || json.getBytes(StandardCharsets.UTF_8).length > EventDraftDeserializer.MAX_BYTES) {
            violate("", "must be at most " + EventDraftDeserializer.MAX_BYTES + " bytes");
        }
    }

    /**
     * @param field dotted, within the item; empty for the item itself
     */
    public void violate(String field, String message) {
        if (violations.size() < MOST_VIOLATIONS) {
            String path = prefix.isEmpty() || field.isEmpty() ? prefix + field : prefix + "." + field;
            violations.add(new FieldViolation(path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path, message));
        }
    }

    /** What is wrong so far, in the order in which it was looked at. */
    public List<FieldViolation> violations() {
        return List.copyOf(violations);
    }

    /** The event, or all that is wrong with it. */
    public EventDraft draft(ObjectNode properties, ExactJson json) {
        EventContent content = violations.isEmpty() && eventName != null && participantId != null
                ? new EventContent(eventName, participantId, timestamp, json.write(properties))
                : null;
        return new EventDraft(content, messageId, violations);
    }

    private @Nullable String required(String field, @Nullable String value) {
        if (value == null && violations.stream().noneMatch(violation -> isAt(violation, field))) {
            violate(field, "is required");
        }
        return value;
    }

    private boolean isAt(FieldViolation violation, String field) {
        return violation.path().equals(prefix.isEmpty() ? field : prefix + "." + field);
    }

    private @Nullable String fitting(String field, @Nullable String value, int max) {
        if (value != null && (value.isEmpty() || value.codePointCount(0, value.length()) > max)) {
            violate(field, "must be 1 to " + max + " characters");
            return null;
        }
        return value;
    }

    private void numbers(JsonNode node, String path) {
        String number = ExactJson.number(node);
        if (number != null && !NumberRule.allows(number)) {
            violate(
                    path,
                    "must be a number of at most " + NumberRule.MAX_DIGITS + " digits and an exponent of at most "
                            + NumberRule.MAX_EXPONENT);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            numbers(node.get(i), step(path, Integer.toString(i)));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            numbers(member.getValue(), step(path, member.getKey()));
        }
    }

    private static String step(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
