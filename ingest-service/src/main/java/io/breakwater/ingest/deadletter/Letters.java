package io.breakwater.ingest.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.stream.StreamEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events in dead letters. Thread-safe. */
@ApplicationScoped
class Letters {

    private final EventReader reader;
    private final ObjectMapper json;

    Letters(EventReader reader, ObjectMapper json) {
        this.reader = reader;
        this.json = json;
    }

    /** The payload as it was sent; null when the entry had none. */
    @Nullable
    String payload(String raw) {
        JsonNode payload = fields(raw).path(StreamEntry.PAYLOAD);
        return payload.isTextual() ? payload.asText() : null;
    }

    /** The event that a letter holds, judged as if it came in now; with what is still wrong with it. */
    EventDraft read(String raw) {
        String payload = payload(raw);
        if (payload == null) {
            return wrong("the letter holds no payload");
        }
        try {
            return reader.readEvent(payload.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            return wrong(e.problem().message());
        }
    }

    private JsonNode fields(String raw) {
        try {
            return json.readTree(raw);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a letter is kept as JSON", e);
        }
    }

    private static EventDraft wrong(String message) {
        return new EventDraft(null, null, List.of(new FieldViolation("", message)));
    }
}
