package io.breakwater.ingest.fact;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.sql.Columns;
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

    private static final String INSERT = """
            INSERT INTO fact (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
            SELECT id::uuid, event_id::uuid, tenant_id::uuid, environment, participant_id, type, data::jsonb,
                   valid_at::timestamptz, created_at::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[])
                 AS row (id, event_id, tenant_id, environment, participant_id, type, data, valid_at, created_at)
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
        new Columns<>(facts)
                .column(New::id)
                .column(fact -> fact.event().eventId())
                .column(fact -> fact.event().tenant())
                .column(fact -> fact.event().environment().wireName())
                .column(fact -> fact.event().content().participantId())
                .column(New::type)
                .column(fact -> fact.event().content().properties())
                .column(fact -> fact.event().occurredAt())
                .column(fact -> EventId.acceptedAt(fact.id()))
                .execute(connection, INSERT);
    }
}
