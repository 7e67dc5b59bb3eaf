package io.breakwater.ingest.fact;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.sql.BinaryRows;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.outbox.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rows of the {@code fact} table and what is published of them. A fact of an event has the type {@code event.<name>} and
 * holds from when the event happened, until it is superseded or retracted.
 */
final class Facts {

    static final String STREAM = "ingest:facts";
    static final String CREATED = "fact.created";
    private static final String TYPE_PREFIX = "event.";

    private static final int COLUMNS = 9;
    private static final int EXPECTED_BYTES = 512;
    private static final String COPY = """
            COPY fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
            FROM STDIN (FORMAT binary)
            """;

    private Facts() {}

    /** A fact that is to be held. */
    record New(UUID id, Valid event) {

        static New of(Valid event) {
            return new New(UuidCreator.getTimeOrderedEpoch(), event);
        }

        String type() {
            return TYPE_PREFIX + event.content().eventName();
        }

        /** Says nothing of the participant: what is told cannot be taken back when they are erased. */
        OutboxMessage message() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("fact_id", id.toString());
            payload.put("event_id", event.eventId().toString());
            payload.put("type", type());
            payload.put("valid_at", event.occurredAt().toString());
            return new OutboxMessage(STREAM, CREATED, payload, event.tenant(), event.environment());
        }
    }

    static void insert(Connection connection, List<New> facts) throws SQLException {
        if (facts.isEmpty()) {
            return;
        }
        BinaryRows rows = new BinaryRows(COLUMNS, facts.size() * EXPECTED_BYTES);
        for (New fact : facts) {
            Valid event = fact.event();
            rows.row()
                    .uuid(fact.id())
                    .uuid(event.eventId())
                    .uuid(event.tenant())
                    .text(event.environment().wireName())
                    .text(event.content().participantId())
                    .text(fact.type())
                    .jsonb(event.content().properties())
                    .timestamp(event.occurredAt())
                    .timestamp(EventId.acceptedAt(fact.id()));
        }
        rows.copy(connection, COPY);
    }
}
