package io.breakwater.ingest.event;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventId;
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

/** Reads of the {@code event} table, always within one tenant and environment. Blocks. */
@ApplicationScoped
class PostgresEvents {

    private static final String SELECT = """
            SELECT id, state, event_name, participant_id, properties::text AS properties, occurred_at, accepted_at,
                   processed_at, source, client_message_id, stream_id, duplicate_of, fact_id, error
            FROM event
            WHERE tenant_id = ? AND environment = ?
            """;

    private final Transactions transactions;

    PostgresEvents(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The event of an id, or null; touches the one partition that the id's time names. */
    @Nullable
    EventView find(UUID tenant, Environment environment, UUID id) {
        List<Object> arguments = List.of(tenant, environment.wireName(), utc(EventId.acceptedAt(id)), id);
        List<EventView> found = transactions.answer(
                connection -> query(connection, SELECT + "AND accepted_at = ? AND id = ?", arguments));
        return found.isEmpty() ? null : found.getFirst();
    }

    /** One page, newest first. */
    EventPage list(UUID tenant, Environment environment, EventFilter filter) {
        StringBuilder sql = new StringBuilder(SELECT);
        List<Object> arguments = new ArrayList<>(List.of(tenant, environment.wireName()));
        narrow(sql, arguments, "AND participant_id = ? ", filter.participantId());
        narrow(sql, arguments, "AND event_name = ? ", filter.eventName());
        narrow(sql, arguments, "AND accepted_at >= ? ", filter.from() == null ? null : utc(filter.from()));
        narrow(sql, arguments, "AND accepted_at < ? ", filter.to() == null ? null : utc(filter.to()));
        if (filter.state() == null) {
            sql.append("AND state <> 'erased' ");
        } else {
            // A literal of our own, so that the partial index over exceptional states is seen to apply.
            sql.append("AND state = '").append(filter.state().wireName()).append("' ");
        }
        if (filter.after() != null) {
            sql.append("AND accepted_at <= ? AND (accepted_at, id) < (?, ?) ");
            OffsetDateTime time = utc(EventId.acceptedAt(filter.after()));
            arguments.addAll(List.of(time, time, filter.after()));
        }
        sql.append("ORDER BY accepted_at DESC, id DESC LIMIT ?");
        arguments.add(filter.limit() + 1);
        List<EventView> found = transactions.answer(connection -> query(connection, sql.toString(), arguments));
        boolean hasMore = found.size() > filter.limit();
        List<EventView> shown = hasMore ? found.subList(0, filter.limit()) : found;
        String next = hasMore ? new EventCursor(shown.getLast().eventId()).toString() : null;
        return new EventPage(shown, new EventPage.Pagination(filter.limit(), next, hasMore));
    }

    private static void narrow(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    private static List<EventView> query(Connection connection, String sql, List<Object> arguments)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                select.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                List<EventView> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(view(rows));
                }
                return events;
            }
        }
    }

    private static EventView view(ResultSet row) throws SQLException {
        return new EventView(
                row.getObject("id", UUID.class),
                EventState.ofFinal(row.getString("state")).orElseThrow(),
                row.getString("event_name"),
                row.getString("participant_id"),
                row.getString("properties"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                row.getObject("processed_at", OffsetDateTime.class).toInstant(),
                row.getString("source"),
                row.getString("client_message_id"),
                row.getString("stream_id"),
                row.getObject("duplicate_of", UUID.class),
                row.getObject("fact_id", UUID.class),
                row.getString("error"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
