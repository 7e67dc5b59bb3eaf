package io.breakwater.ingest.deadletter;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.EventCursor;
import io.breakwater.ingest.event.EventFilter;
import io.breakwater.ingest.event.EventPage.Pagination;
import io.breakwater.ingest.fact.Arrival.Origin;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters in the event table, always within one tenant and environment. Blocks. */
@ApplicationScoped
class PostgresDeadLetters {

    /** The state is a literal, so that the partial index over exceptional states is seen to apply. */
    private static final String DEAD = " FROM event WHERE tenant_id = ? AND environment = ? AND state = 'dead' ";

    private static final String SHOWN = """
            SELECT id, coalesce(reason, 'UNKNOWN') AS reason, reason_path, error, event_name, participant_id,
                   client_message_id, source, raw, accepted_at, processed_at
            """;

    private static final String LOCK = """
            SELECT id, state, fact_id, duplicate_of, event_name, source, client_message_id, partition, stream_id,
                   subject_id, request_id, raw
            FROM event
            WHERE tenant_id = ? AND environment = ? AND accepted_at = ? AND id = ?
              AND (state = 'dead' OR replayed_at IS NOT NULL)
            FOR UPDATE
            """;

    private final Transactions transactions;
    private final Letters letters;

    PostgresDeadLetters(Transactions transactions, Letters letters) {
        this.transactions = transactions;
        this.letters = letters;
    }

    /** One page, newest first. */
    DeadLetter.Page list(UUID tenant, Environment environment, DeadLetterFilter filter) {
        StringBuilder sql = new StringBuilder(SHOWN).append(DEAD);
        List<Object> arguments = new ArrayList<>(List.of(tenant, environment.wireName()));
        narrow(sql, arguments, filter);
        if (filter.events().after() != null) {
            sql.append("AND accepted_at <= ? AND (accepted_at, id) < (?, ?) ");
            OffsetDateTime time = utc(EventId.acceptedAt(filter.events().after()));
            arguments.addAll(List.of(time, time, filter.events().after()));
        }
        int limit = filter.events().limit();
        sql.append("ORDER BY accepted_at DESC, id DESC LIMIT ?");
        arguments.add(limit + 1);
        List<DeadLetter> found = transactions.answer(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
                bind(select, arguments);
                try (ResultSet rows = select.executeQuery()) {
                    List<DeadLetter> page = new ArrayList<>();
                    while (rows.next()) {
                        page.add(view(rows));
                    }
                    return page;
                }
            }
        });
        boolean hasMore = found.size() > limit;
        List<DeadLetter> shown = hasMore ? found.subList(0, limit) : found;
        String next = hasMore ? new EventCursor(shown.getLast().eventId()).toString() : null;
        return new DeadLetter.Page(shown, new Pagination(limit, next, hasMore));
    }

    /** The ids of the oldest that a filter names, in the order of their acceptance. */
    List<UUID> oldest(UUID tenant, Environment environment, DeadLetterFilter filter, int most) {
        StringBuilder sql = new StringBuilder("SELECT id").append(DEAD);
        List<Object> arguments = new ArrayList<>(List.of(tenant, environment.wireName()));
        narrow(sql, arguments, filter);
        sql.append("ORDER BY accepted_at, id LIMIT ?");
        arguments.add(most);
        return transactions.answer(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
                bind(select, arguments);
                try (ResultSet rows = select.executeQuery()) {
                    List<UUID> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getObject(1, UUID.class));
                    }
                    return ids;
                }
            }
        });
    }

    /**
     * Locks one until the transaction ends, waiting for whoever has it.
     *
     * @return as it is now, replayed or not; null when there never was a dead letter of that id
     */
    @Nullable
    Letter lock(Connection connection, UUID tenant, Environment environment, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            bind(select, List.of(tenant, environment.wireName(), utc(EventId.acceptedAt(id)), id));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? letter(row) : null;
            }
        }
    }

    private static void narrow(StringBuilder sql, List<Object> arguments, DeadLetterFilter filter) {
        EventFilter events = filter.events();
        narrow(sql, arguments, "AND coalesce(reason, 'UNKNOWN') = ? ", filter.reason());
        narrow(sql, arguments, "AND participant_id = ? ", events.participantId());
        narrow(sql, arguments, "AND event_name = ? ", events.eventName());
        narrow(sql, arguments, "AND accepted_at >= ? ", utcOrNull(events.from()));
        narrow(sql, arguments, "AND accepted_at < ? ", utcOrNull(events.to()));
    }

    private static void narrow(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    private static void bind(PreparedStatement statement, List<Object> arguments) throws SQLException {
        for (int i = 0; i < arguments.size(); i++) {
            statement.setObject(i + 1, arguments.get(i));
        }
    }

    private DeadLetter view(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getObject("id", UUID.class),
                row.getString("reason"),
                row.getString("reason_path"),
                row.getString("error"),
                row.getString("event_name"),
                row.getString("participant_id"),
                row.getString("client_message_id"),
                row.getString("source"),
                letters.payload(row.getString("raw")),
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                row.getObject("processed_at", OffsetDateTime.class).toInstant());
    }

    private static Letter letter(ResultSet row) throws SQLException {
        String position = row.getString("stream_id");
        return new Letter(
                row.getObject("id", UUID.class),
                row.getString("state"),
                row.getObject("fact_id", UUID.class),
                row.getObject("duplicate_of", UUID.class),
                row.getString("event_name"),
                new Origin(
                        row.getString("source"),
                        row.getString("client_message_id"),
                        row.getObject("partition", Integer.class),
                        position == null ? null : StreamPosition.parse(position),
                        row.getString("subject_id"),
                        row.getString("request_id")),
                row.getString("raw"));
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
