package io.breakwater.ingest.erasure;

import io.breakwater.ingest.event.EventState;
import io.breakwater.ingest.ledger.Ledger;
import io.breakwater.ingest.ledger.LedgerEntry;
import io.breakwater.ingest.sql.Columns;
import io.breakwater.ingest.tombstone.ErasureTally;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes bare ids of events, with all that hangs on them, in the caller's transaction. */
@ApplicationScoped
class EventErasure {

    /** The row's own times and place stay, and nothing of what a client said. Parameters: ids, times of acceptance. */
    private static final String STRIP = """
            UPDATE event e
            SET state = 'erased', participant_id = NULL, event_name = NULL, properties = NULL,
                occurred_at = e.accepted_at, source = 'erased', client_message_id = NULL, duplicate_of = NULL,
                fact_id = NULL, subject_id = NULL, request_id = NULL, payload_sha256 = NULL, error = NULL, raw = NULL,
                reason = NULL, reason_path = NULL, replayed_at = NULL, processed_at = clock_timestamp()
            FROM unnest(?::text[], ?::text[]) AS row (id, accepted_at)
            WHERE e.id = row.id::uuid AND e.accepted_at = row.accepted_at::timestamptz
            """;

    /** The keys that the events hold; those of events that came first and stay are left. */
    private static final String FORGET = """
            DELETE FROM dedupe_key k
            USING unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                  AS row (tenant_id, environment, source, client_message_id, event_id)
            WHERE k.tenant_id = row.tenant_id::uuid AND k.environment = row.environment AND k.source = row.source
              AND k.client_message_id = row.client_message_id AND k.event_id = row.event_id::uuid
            """;

    /** By the events' own word of their facts, which have no index of events. */
    private static final String RETRACT = """
            DELETE FROM fact f
            USING event e, unnest(?::text[], ?::text[]) AS row (id, accepted_at)
            WHERE e.id = row.id::uuid AND e.accepted_at = row.accepted_at::timestamptz AND f.id = e.fact_id
            """;

    private final Ledger ledger;

    EventErasure(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param events whose rows this transaction has locked
     */
    void erase(Connection connection, Erasure erasure, List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        long dead = events.stream()
                .filter(event -> event.state() == EventState.DEAD)
                .count();
        ErasureTally.add(connection, erasure.id(), "dead_letters", dead);
        ErasureTally.add(connection, erasure.id(), "events", events.size() - dead);
        ErasureTally.add(connection, erasure.id(), "dedupe_keys", forgetKeys(connection, erasure, events));
        ErasureTally.add(connection, erasure.id(), "facts", retractFacts(connection, events));
        new Columns<>(events)
                .column(StoredEvent::id)
                .column(StoredEvent::acceptedAt)
                .execute(connection, STRIP);
        ledger.enter(connection, moves(erasure, events));
    }

    private static int forgetKeys(Connection connection, Erasure erasure, List<StoredEvent> events)
            throws SQLException {
        List<StoredEvent> keyed =
                events.stream().filter(event -> event.clientMessageId() != null).toList();
        return keyed.isEmpty()
                ? 0
                : new Columns<>(keyed)
                        .column(ignored -> erasure.tenant())
                        .column(event -> event.environment().wireName())
                        .column(StoredEvent::source)
                        .column(StoredEvent::clientMessageId)
                        .column(StoredEvent::id)
                        .execute(connection, FORGET);
    }

    private static int retractFacts(Connection connection, List<StoredEvent> events) throws SQLException {
        return new Columns<>(events)
                .column(StoredEvent::id)
                .column(StoredEvent::acceptedAt)
                .execute(connection, RETRACT);
    }

    private static List<LedgerEntry> moves(Erasure erasure, List<StoredEvent> events) {
        List<LedgerEntry> moves = new ArrayList<>(2 * events.size());
        for (StoredEvent event : events) {
            moves.add(new LedgerEntry(
                    erasure.tenant(),
                    event.environment(),
                    event.acceptedAt(),
                    event.partition(),
                    event.eventName(),
                    event.state(),
                    -1));
            moves.add(new LedgerEntry(
                    erasure.tenant(),
                    event.environment(),
                    event.acceptedAt(),
                    event.partition(),
                    null,
                    EventState.ERASED,
                    1));
        }
        return moves;
    }
}
