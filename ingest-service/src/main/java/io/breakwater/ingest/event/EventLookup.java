package io.breakwater.ingest.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds an event by its id wherever it is: in PostgreSQL when it is processed, else at the place in the stream that the
 * id names. Blocks.
 */
@ApplicationScoped
class EventLookup {

    private final PostgresEvents events;
    private final EventStream stream;
    private final EventReader reader;

    EventLookup(PostgresEvents events, EventStream stream, EventReader reader) {
        this.events = events;
        this.stream = stream;
        this.reader = reader;
    }

    /**
     * The event, or null when there is none of that id in that tenant and environment.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when it is not in PostgreSQL and the stream cannot be asked
     */
    @Nullable
    EventView find(UUID tenant, Environment environment, UUID id) {
        EventView stored = events.find(tenant, environment, id);
        if (stored != null) {
            return stored;
        }
        StreamEntry entry = waiting(tenant, environment, id);
        // It may have been committed and trimmed between the two looks.
        return entry == null ? events.find(tenant, environment, id) : view(id, entry);
    }

    private @Nullable StreamEntry waiting(UUID tenant, Environment environment, UUID id) {
        EventId place = EventId.decode(id);
        try {
            StreamEntry entry = stream.find(place.partition(), place.position());
            return entry != null
                            && entry.eventId().equals(place)
                            && tenant.toString().equals(entry.field(StreamEntry.TENANT))
                            && environment.wireName().equals(entry.field(StreamEntry.ENVIRONMENT))
                    ? entry
                    : null;
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    private EventView view(UUID id, StreamEntry entry) {
        EventContent content = content(entry);
        Instant acceptedAt = EventId.acceptedAt(id);
        return new EventView(
                id,
                EventState.ACCEPTED,
                content == null ? null : content.eventName(),
                content == null ? null : content.participantId(),
                content == null ? null : content.properties(),
                content == null || content.timestamp() == null ? acceptedAt : content.timestamp(),
                acceptedAt,
                null,
                entry.source(),
                entry.field(StreamEntry.CLIENT_MESSAGE_ID),
                entry.position().toString(),
                null,
                null,
                null);
    }

    /** What the entry holds; null when it is not readable, which the worker will find too. */
    private @Nullable EventContent content(StreamEntry entry) {
        String payload = entry.field(StreamEntry.PAYLOAD);
        try {
            return payload == null || entry.field(StreamEntry.REJECT) != null
                    ? null
                    : reader.readPayload(payload).content();
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
