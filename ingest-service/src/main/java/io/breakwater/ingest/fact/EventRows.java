package io.breakwater.ingest.fact;

import io.breakwater.ingest.fact.Arrival.Dead;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.sql.BinaryRows;
import io.breakwater.ingest.sql.Columns;
import io.breakwater.ingest.stream.StreamPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the {@code event} table. */
final class EventRows {

    private static final int COLUMNS = 22;
    private static final int EXPECTED_BYTES = 1024;
    private static final String COPY = """
            COPY event (id, accepted_at, tenant_id, environment, participant_id, event_name, properties, occurred_at, source,
                        client_message_id, state, duplicate_of, fact_id, partition, stream_id, subject_id, request_id,
                        payload_sha256, error, raw, reason, reason_path)
            FROM STDIN (FORMAT binary)
            """;

    private static final String INSERT_ERASED = """
            INSERT INTO event (id, accepted_at, tenant_id, environment, occurred_at, source, state, partition, stream_id)
            SELECT id::uuid, accepted_at::timestamptz, tenant_id::uuid, environment, accepted_at::timestamptz, 'erased',
                   'erased', partition::smallint, stream_id
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS row (id, accepted_at, tenant_id, environment, partition, stream_id)
            """;

    private static final String REVIVE = """
            UPDATE event e
            SET participant_id = row.participant_id, event_name = row.event_name, properties = row.properties::jsonb,
                occurred_at = row.occurred_at::timestamptz, client_message_id = row.client_message_id,
                state = row.state, duplicate_of = row.duplicate_of::uuid, fact_id = row.fact_id::uuid,
                payload_sha256 = decode(row.sha256, 'hex'), error = NULL, raw = NULL, processed_at = clock_timestamp(),
                replayed_at = clock_timestamp()
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[])
                 AS row (id, accepted_at, participant_id, event_name, properties, occurred_at, client_message_id,
                         state, duplicate_of, fact_id, sha256)
            WHERE e.id = row.id::uuid AND e.accepted_at = row.accepted_at::timestamptz AND e.state = 'dead'
            """;

    /**
     * Parameters: ids, times of acceptance. The times prune the partitions. The condition is always true: it gives the
     * transaction its id, as it must have one before it looks for tombstones.
     */
    private static final String KNOWN = """
            SELECT e.id
            FROM unnest(?::uuid[], ?::timestamptz[]) AS asked (id, accepted_at)
            JOIN event e ON e.id = asked.id AND e.accepted_at = asked.accepted_at
            WHERE pg_current_xact_id() IS NOT NULL
            """;

    private EventRows() {}

    static void insert(Connection connection, List<Settled> settled) throws SQLException {
        if (settled.isEmpty()) {
            return;
        }
        BinaryRows rows = new BinaryRows(COLUMNS, settled.size() * EXPECTED_BYTES);
        for (Settled row : settled) {
            write(rows.row(), row.arrival(), row.outcome());
        }
        rows.copy(connection, COPY);
    }

    private static void write(BinaryRows row, Arrival arrival, Outcome outcome) {
        Valid valid = arrival instanceof Valid known ? known : null;
        Death death = arrival instanceof Dead dead ? dead.death() : null;
        row.uuid(arrival.eventId())
                .timestamp(arrival.acceptedAt())
                .uuid(arrival.tenant())
                .text(arrival.environment().wireName())
                .text(participant(arrival))
                .text(name(arrival))
                .jsonb(valid == null ? null : valid.content().properties())
                .timestamp(valid == null ? arrival.acceptedAt() : valid.occurredAt())
                .text(arrival.origin().source())
                .text(arrival.origin().clientMessageId())
                .text(outcome.state().wireName())
                .uuid(firstEvent(outcome))
                .uuid(outcome instanceof Outcome.Processed processed ? processed.factId() : null)
                .smallint(arrival.origin().partition())
                .text(text(arrival.origin().position()))
                .text(arrival.origin().subject())
                .text(arrival.origin().requestId())
                .bytes(valid == null ? null : HexFormat.of().parseHex(valid.payloadSha256()))
                .text(death == null ? null : death.message())
                .text(arrival instanceof Dead dead ? dead.raw() : null)
                .text(death == null ? null : death.code())
                .text(death == null ? null : death.path());
    }

    private static @Nullable String text(@Nullable StreamPosition position) {
        return position == null ? null : position.toString();
    }

    /** Keeps of events that met an erasure nothing but their ids. */
    static void insertErased(Connection connection, List<Settled> erased) throws SQLException {
        new Columns<>(erased)
                .column(row -> row.arrival().eventId())
                .column(row -> row.arrival().acceptedAt())
                .column(row -> row.arrival().tenant())
                .column(row -> row.arrival().environment().wireName())
                .column(row -> row.arrival().origin().partition())
                .column(row -> row.arrival().origin().position())
                .execute(connection, INSERT_ERASED);
    }

    /** Brings a dead event, which this transaction has locked, to another terminal state; it is valid now, and what was kept of it goes. */
    static void revive(Connection connection, Settled settled) throws SQLException {
        int revived = new Columns<>(List.of(settled))
                .column(row -> row.arrival().eventId())
                .column(row -> row.arrival().acceptedAt())
                .column(row -> participant(row.arrival()))
                .column(row -> name(row.arrival()))
                .column(row ->
                        row.arrival() instanceof Valid valid ? valid.content().properties() : null)
                .column(row -> row.arrival() instanceof Valid valid
                        ? valid.occurredAt()
                        : row.arrival().acceptedAt())
                .column(row -> row.arrival().origin().clientMessageId())
                .column(row -> row.outcome().state().wireName())
                .column(row -> firstEvent(row.outcome()))
                .column(row -> row.outcome() instanceof Outcome.Processed processed ? processed.factId() : null)
                .column(row -> row.arrival() instanceof Valid valid ? valid.payloadSha256() : null)
                .execute(connection, REVIVE);
        if (revived != 1) {
            throw new IllegalStateException("event " + settled.arrival().eventId() + " was not dead");
        }
    }

    /** Those of the arrivals whose events are already there: a stream was read again from its beginning. */
    static Set<UUID> known(Connection connection, List<Arrival> arrivals) throws SQLException {
        Set<UUID> known = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            new Columns<>(arrivals)
                    .column(Arrival::eventId)
                    .column(Arrival::acceptedAt)
                    .bind(connection, select);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return known;
    }

    /** The participant, as far as it could be read. */
    static @Nullable String participant(Arrival arrival) {
        return switch (arrival) {
            case Valid valid -> valid.content().participantId();
            case Dead dead -> dead.participantId();
        };
    }

    /** The event's name, as far as it could be read. */
    static @Nullable String name(Arrival arrival) {
        return switch (arrival) {
            case Valid valid -> valid.content().eventName();
            case Dead dead -> dead.eventName();
        };
    }

    private static @Nullable UUID firstEvent(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Duplicate duplicate -> duplicate.of();
            case Outcome.Conflict conflict -> conflict.of();
            case Outcome.Processed _, Outcome.Buried _, Outcome.Erased _ -> null;
        };
    }
}
