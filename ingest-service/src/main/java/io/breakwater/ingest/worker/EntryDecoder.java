package io.breakwater.ingest.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.fact.Arrival;
import io.breakwater.ingest.fact.Death;
import io.breakwater.ingest.stream.StreamEntry;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes arrivals of entries. What cannot be read is a dead arrival, never an exception. Thread-safe. */
final class EntryDecoder {

    /** The tenant of entries that name none: they belong to nobody and are only counted. */
    static final UUID NOBODY = new UUID(0, 0);

    private static final int MAX_EVENT_NAME = 128;
    private static final int MAX_PARTICIPANT_ID = 255;

    private final EventReader reader;
    private final ObjectMapper json;

    EntryDecoder(EventReader reader, ObjectMapper json) {
        this.reader = reader;
        this.json = json;
    }

    Arrival decode(StreamEntry entry) {
        UUID tenant = tenant(entry);
        Environment environment = environment(entry);
        String payload = entry.field(StreamEntry.PAYLOAD);
        if (tenant == null || environment == null || payload == null) {
            return dead(
                    entry, Death.of(Death.UNATTRIBUTED, "the stream entry names no tenant, environment or payload"));
        }
        String reject = entry.field(StreamEntry.REJECT);
        if (reject != null) {
            return dead(entry, rejection(reject));
        }
        try {
            EventDraft draft = reader.readPayload(payload);
            EventContent content = draft.content();
            if (content == null) {
                FieldViolation first = draft.violations().getFirst();
                return dead(
                        entry,
                        new Death(Death.INVALID, first.path(), "the payload is not an event: " + draft.violations()));
            }
            return Arrival.Valid.of(entry.eventId().encode(), tenant, environment, origin(entry), content);
        } catch (JsonProcessingException e) {
            return dead(entry, Death.of(Death.UNREADABLE, "the payload is not JSON"));
        } catch (IllegalArgumentException e) {
            return dead(entry, Death.of(Death.UNREADABLE, "the payload has no canonical form"));
        }
    }

    /** The arrival of an entry that cannot be processed. */
    Arrival.Dead dead(StreamEntry entry, Death death) {
        UUID tenant = tenant(entry);
        Environment environment = environment(entry);
        JsonNode payload = payload(entry);
        return new Arrival.Dead(
                entry.eventId().encode(),
                tenant == null ? NOBODY : tenant,
                environment == null ? Environment.LIVE : environment,
                origin(entry),
                death,
                entry.field(StreamEntry.REJECT) == null,
                text(payload, "event_name", MAX_EVENT_NAME),
                text(payload, "participant_id", MAX_PARTICIPANT_ID),
                raw(entry.fields()));
    }

    /** Why intake rejected what it nevertheless accepted: JSON with code, path and message. */
    private Death rejection(String reject) {
        try {
            JsonNode said = json.readTree(reject);
            return new Death(
                    said.path("code").asText(Death.INVALID),
                    said.path("path").isTextual() ? said.path("path").asText() : null,
                    said.path("message").asText("rejected at intake"));
        } catch (JsonProcessingException e) {
            return Death.of(Death.INVALID, "rejected at intake");
        }
    }

    /** What can be read of the payload of a dead entry. */
    private @Nullable JsonNode payload(StreamEntry entry) {
        String payload = entry.field(StreamEntry.PAYLOAD);
        try {
            return payload == null ? null : json.readTree(payload);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable JsonNode object, String field, int max) {
        String text = object == null || !object.path(field).isTextual()
                ? null
                : object.path(field).asText();
        return text == null || text.isEmpty() || text.indexOf('\0') >= 0 || text.codePointCount(0, text.length()) > max
                ? null
                : text;
    }

    private static Arrival.Origin origin(StreamEntry entry) {
        return new Arrival.Origin(
                Objects.requireNonNull(storable(entry.source())),
                storable(entry.field(StreamEntry.CLIENT_MESSAGE_ID)),
                entry.partition(),
                entry.position(),
                storable(entry.field(StreamEntry.SUBJECT)),
                storable(entry.field(StreamEntry.REQUEST_ID)));
    }

    private static @Nullable UUID tenant(StreamEntry entry) {
        String text = entry.field(StreamEntry.TENANT);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Environment environment(StreamEntry entry) {
        String text = entry.field(StreamEntry.ENVIRONMENT);
        try {
            return text == null ? null : Environment.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** PostgreSQL's text holds no U+0000, and an index row no more than a page's third. */
    private static @Nullable String storable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() > 300 ? clean.substring(0, 300) : clean;
    }

    private String raw(Map<String, String> fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings was not writable as JSON", e);
        }
    }
}
