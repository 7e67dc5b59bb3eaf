package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.common.problem.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes events as JSON, by the house rules and with the contract's limits. Thread-safe. */
@ApplicationScoped
public class EventReader {

    public static final int MAX_BATCH = 100;

    private final ObjectMapper mapper;
    private final ObjectReader single;
    private final ObjectReader batch;
    private final Clock clock;

    public EventReader(ObjectMapper houseMapper, Clock clock) {
        this.mapper = houseMapper
                .copy()
                .registerModule(new SimpleModule()
                        .addDeserializer(EventDraft.class, new EventDraftDeserializer())
                        .addDeserializer(BatchDraft.class, new BatchDraftDeserializer()));
        // Numbers that are too long are refused with their path by NumberRule; the body's size bounds them before.
        StreamReadConstraints house = mapper.getFactory().streamReadConstraints();
        mapper.getFactory()
                .setStreamReadConstraints(
                        house.rebuild().maxNumberLength(Integer.MAX_VALUE).build());
        this.single = mapper.readerFor(EventDraft.class);
        this.batch = mapper.readerFor(BatchDraft.class);
        this.clock = clock;
    }

    /**
     * The body of one event.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON
     */
    public EventDraft readEvent(byte[] body) {
        EventDraft draft = read(single, EventDraft.class, body);
        return draft == null ? wrong("", "must be an object") : draft;
    }

    /**
     * The body of a batch.
     *
     * @throws ProblemException {@code INVALID_REQUEST} when it is not JSON; {@code VALIDATION_ERROR} when it is not a
     *     list of 1 to {@value #MAX_BATCH} events
     */
    List<EventDraft> readBatch(byte[] body) {
        BatchDraft draft = read(batch, BatchDraft.class, body);
        if (draft == null || draft.events() == null) {
            throw ProblemException.invalidField("events", "must be a list of events");
        }
        if (draft.events().isEmpty() || draft.count() > MAX_BATCH) {
            throw ProblemException.invalidField("events", "must hold 1 to " + MAX_BATCH + " events");
        }
        return draft.events();
    }

    /** The payload of a stream entry, with the same limits but those of size and time. */
    public EventDraft readPayload(String payload) throws JsonProcessingException {
        EventDraft draft = single.readValue(payload);
        return draft == null ? wrong("", "must be an object") : draft;
    }

    /** The payload of a stream entry. */
    String writePayload(EventContent content) {
        StringWriter text = new StringWriter(content.properties().length() + 128);
        try (JsonGenerator json = mapper.getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("event_name", content.eventName());
            json.writeStringField("participant_id", content.participantId());
            if (content.timestamp() != null) {
                json.writeStringField("timestamp", content.timestamp().toString());
            }
            json.writeFieldName("properties");
            json.writeRawValue(content.properties());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("text was not writable as JSON", e);
        }
        return text.toString();
    }

    /** Why intake rejected an item: {@code {"code","path","message"}}. */
    String writeReason(FieldViolation reason) {
        return mapper.createObjectNode()
                .put("code", ErrorCode.VALIDATION_ERROR.name())
                .put("path", reason.path())
                .put("message", reason.message())
                .toString();
    }

    private <T> @Nullable T read(ObjectReader reader, Class<T> type, byte[] body) {
        try {
            return reader.withAttribute(EventDraftDeserializer.NOW, clock.instant())
                    .forType(type)
                    .readValue(body);
        } catch (JsonProcessingException e) {
            throw ProblemMappers.unreadable(e);
        } catch (IOException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST).causedBy(e);
        }
    }

    private static EventDraft wrong(String path, String message) {
        return new EventDraft(null, null, List.of(new FieldViolation(path, message)));
    }

    /**
     * @param events the first {@value #MAX_BATCH} of them; null when the body has no list of events
     * @param count how many there were
     */
    private record BatchDraft(@Nullable List<EventDraft> events, int count) {}

    private static final class BatchDraftDeserializer extends StdDeserializer<BatchDraft> {

        private static final long serialVersionUID = 1L;

        private final EventDraftDeserializer event = new EventDraftDeserializer();

        BatchDraftDeserializer() {
            super(BatchDraft.class);
        }

        @Override
        public BatchDraft deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            BatchDraft read = new BatchDraft(null, 0);
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return read;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (!name.equals("events")) {
                    context.handleUnknownProperty(parser, this, BatchDraft.class, name);
                } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                    read = events(parser, context);
                } else {
                    parser.skipChildren();
                }
            }
            return read;
        }

        private BatchDraft events(JsonParser parser, DeserializationContext context) throws IOException {
            List<EventDraft> events = new ArrayList<>();
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (++count > MAX_BATCH) {
                    parser.skipChildren();
                } else {
                    events.add(event.deserialize(parser, context));
                }
            }
            return new BatchDraft(events, count);
        }
    }
}
