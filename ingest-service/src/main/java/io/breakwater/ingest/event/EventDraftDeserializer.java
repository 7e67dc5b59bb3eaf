package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.breakwater.common.problem.FieldViolation;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event in one pass over the body. What does not fit is noted and stepped over, so that the other events of a
 * batch are still read; only JSON that cannot be read at all throws. Unknown fields go to the mapper's handler.
 */
final class EventDraftDeserializer extends StdDeserializer<EventDraft> {

    /**
     * The attribute that holds the present {@link Instant} while an event is taken in; without it, an event that was
     * taken in before is read again, and neither its size nor its timestamp is judged.
     */
    static final String NOW = "breakwater.now";

    static final int MAX_BYTES = 32 * 1024;
    static final int MAX_EVENT_NAME = 128;
    static final int MAX_PARTICIPANT_ID = 255;
    static final int MAX_MESSAGE_ID = 100;
    static final Duration MAX_AHEAD = Duration.ofHours(24);

    private static final long serialVersionUID = 1L;
    private static final int MOST_VIOLATIONS = 10;
    private static final int MAX_PATH_STEP = 64;

    EventDraftDeserializer() {
        super(EventDraft.class);
    }

    @Override
    public EventDraft deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        List<FieldViolation> violations = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            violations.add(new FieldViolation(path(parser.getParsingContext()), "must be an object"));
            parser.skipChildren();
            return new EventDraft(null, null, violations);
        }
        Instant now = (Instant) context.getAttribute(NOW);
        long start = offset(parser.currentTokenLocation());
        String prefix = path(parser.getParsingContext().getParent());
        Fields fields = new Fields(parser, violations, prefix.isEmpty() ? "" : prefix + ".");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "event_name" -> fields.eventName = fields.text(name, MAX_EVENT_NAME);
                case "participant_id" -> fields.participantId = fields.text(name, MAX_PARTICIPANT_ID);
                case "message_id" -> fields.messageId = fields.text(name, MAX_MESSAGE_ID);
                case "timestamp" -> fields.timestamp = fields.timestamp(name, now);
                case "properties" -> fields.properties = fields.object(name);
                default -> context.handleUnknownProperty(parser, this, EventDraft.class, name);
            }
        }
        fields.require("event_name", fields.eventName);
        fields.require("participant_id", fields.participantId);
        if (now != null && offset(parser.currentLocation()) - start > MAX_BYTES) {
            violations.add(new FieldViolation(prefix, "must be at most " + MAX_BYTES + " bytes"));
        }
        return fields.draft();
    }

    private static long offset(JsonLocation location) {
        return location.getByteOffset() >= 0 ? location.getByteOffset() : location.getCharOffset();
    }

    /** Where the parser is, dotted from the body's root. */
    private static String path(@Nullable JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext step = context; step != null && !step.inRoot(); step = step.getParent()) {
            String name = step.inArray() ? Integer.toString(step.getCurrentIndex()) : step.getCurrentName();
            if (name != null) {
                String shown = name.length() > MAX_PATH_STEP ? name.substring(0, MAX_PATH_STEP) : name;
                path.insert(0, path.isEmpty() ? shown : shown + ".");
            }
        }
        return path.toString();
    }

    /** The fields of the event that is being read. */
    private static final class Fields {

        private final JsonParser parser;
        private final List<FieldViolation> violations;
        private final String prefix;
        private @Nullable String eventName;
        private @Nullable String participantId;
        private @Nullable String messageId;
        private @Nullable Instant timestamp;
        private String properties = "{}";

        Fields(JsonParser parser, List<FieldViolation> violations, String prefix) {
            this.parser = parser;
            this.violations = violations;
            this.prefix = prefix;
        }

        EventDraft draft() {
            EventContent content = violations.isEmpty() && eventName != null && participantId != null
                    ? new EventContent(eventName, participantId, timestamp, properties)
                    : null;
            return new EventDraft(content, messageId, violations);
        }

        void require(String name, @Nullable String value) {
            if (value == null
                    && violations.stream()
                            .noneMatch(violation -> violation.path().equals(prefix + name))) {
                violate(name, "is required");
            }
        }

        /** A text of 1 to {@code max} characters (code points), or null. */
        @Nullable
        String text(String name, int max) throws IOException {
            String text = scalar(name);
            if (text == null) {
                return null;
            }
            if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
                violate(name, "must be 1 to " + max + " characters");
                return null;
            }
            return text;
        }

        @Nullable
        Instant timestamp(String name, @Nullable Instant now) throws IOException {
            String text = scalar(name);
            if (text == null) {
                return null;
            }
            Instant instant = Timestamps.parse(text);
            if (instant == null) {
                violate(name, "must be an RFC 3339 time");
            } else if (now != null && instant.isAfter(now.plus(MAX_AHEAD))) {
                violate(name, "must be at most 24 hours ahead");
            }
            return instant;
        }

        /** The JSON of an object, digit for digit. */
        String object(String name) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return "{}";
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                violate(name, "must be an object");
                parser.skipChildren();
                return "{}";
            }
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = parser.getCodec().getFactory().createGenerator(text)) {
                copyObject(copy);
            }
            return text.toString();
        }

        private @Nullable String scalar(String name) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NULL -> null;
                default -> {
                    violate(name, "must be a string");
                    parser.skipChildren();
                    yield null;
                }
            };
        }

        private void copyObject(JsonGenerator copy) throws IOException {
            int depth = 0;
            do {
                switch (parser.currentToken()) {
                    case START_OBJECT -> {
                        copy.writeStartObject();
                        depth++;
                    }
                    case END_OBJECT -> {
                        copy.writeEndObject();
                        depth--;
                    }
                    case START_ARRAY -> {
                        copy.writeStartArray();
                        depth++;
                    }
                    case END_ARRAY -> {
                        copy.writeEndArray();
                        depth--;
                    }
                    case FIELD_NAME -> copy.writeFieldName(parser.currentName());
                    case VALUE_STRING -> copy.writeString(parser.getText());
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copyNumber(copy);
                    case VALUE_TRUE -> copy.writeBoolean(true);
                    case VALUE_FALSE -> copy.writeBoolean(false);
                    case VALUE_NULL -> copy.writeNull();
                    case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                        throw new IllegalStateException("not a token of JSON text");
                }
            } while (depth > 0 && parser.nextToken() != null);
        }

        private void copyNumber(JsonGenerator copy) throws IOException {
            String number = parser.getText();
            if (NumberRule.allows(number)) {
                copy.writeNumber(number);
            } else {
                copy.writeNull();
                add(
                        path(parser.getParsingContext()),
                        "must be a number of at most " + NumberRule.MAX_DIGITS + " digits and an exponent of at most "
                                + NumberRule.MAX_EXPONENT);
            }
        }

        private void violate(String name, String message) {
            add(prefix + name, message);
        }

        private void add(String path, String message) {
            if (violations.size() < MOST_VIOLATIONS) {
                violations.add(new FieldViolation(path, message));
            }
        }
    }
}
