package io.breakwater.admin.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.json.HouseJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the stream has it.
 *
 * @param position the stream's own id of it
 */
record StreamEntry(String position, Map<String, String> fields) {

    /** Where the sender wants to hear that its message was taken in: a Redis set. */
    private static final String CONFIRM = "confirm";

    private static final String ID = "id";

    /** What is told lay in an outbox. */
    private static final ObjectMapper STORED = HouseJson.stored();

    /**
     * The message in it.
     *
     * @throws IllegalArgumentException when there is none that can be read
     */
    StreamMessage message() {
        try {
            JsonNode payload = STORED.readTree(field("payload"));
            if (!payload.isObject()) {
                throw new IllegalArgumentException("the payload is no object");
            }
            return new StreamMessage(UUID.fromString(field(ID)), field("type"), Instant.parse(field("at")), payload);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalArgumentException("the payload is no JSON", e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("at is no time", e);
        }
    }

    /** The set that the id goes to when it was taken in; null when the sender does not ask for it. */
    @Nullable
    String confirmIn() {
        return fields.containsKey(ID) ? fields.get(CONFIRM) : null;
    }

    String id() {
        return field(ID);
    }

    private String field(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return value;
    }
}
