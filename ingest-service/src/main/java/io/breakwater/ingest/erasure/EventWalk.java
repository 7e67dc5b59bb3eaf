package io.breakwater.ingest.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the events of a subject, batch by batch, in the caller's transaction: all of a tenant, those of a participant,
 * and dead letters that speak of a participant in what could not be read.
 */
@ApplicationScoped
class EventWalk {

    private static final String OF_ENVIRONMENT = "SELECT " + StoredEvent.COLUMNS
            + " FROM event WHERE tenant_id = ? AND environment = ? AND accepted_at >= ? AND (accepted_at, id) > (?, ?) ";

    private static final String IN_ORDER = " ORDER BY accepted_at, id LIMIT ? FOR UPDATE";

    private final EventErasure events;
    private final SubjectMentions mentions;
    private final ParticipantNames names;
    private final ErasureConfig config;

    EventWalk(EventErasure events, SubjectMentions mentions, ParticipantNames names, ErasureConfig config) {
        this.events = events;
        this.mentions = mentions;
        this.names = names;
        this.config = config;
    }

    /**
     * Erases one batch of events.
     *
     * @return where to go on; null when there are no more
     */
    @Nullable
    String eraseEvents(Connection connection, Erasure erasure, @Nullable String cursor) throws SQLException {
        if (erasure.isOfTenant()) {
            Cursor from = Cursor.parse(cursor);
            List<StoredEvent> found = select(connection, erasure, from, "AND state <> 'erased'", List.of());
            events.erase(connection, erasure, found);
            return next(from, found);
        }
        if (erasure.participant() != null) {
            Cursor from = Cursor.parse(cursor);
            List<StoredEvent> found = ofParticipant(connection, erasure, from, erasure.participant());
            events.erase(connection, erasure, found);
            return next(from, found);
        }
        ParticipantNames.Place from = ParticipantNames.Place.parse(cursor);
        ParticipantNames.Page page = names.page(connection, erasure, from);
        if (page.match() == null) {
            return text(page.next());
        }
        List<StoredEvent> found = ofParticipant(connection, erasure, Cursor.startOf(from.environment()), page.match());
        events.erase(connection, erasure, found);
        // Erased events have no participant: the rest is found from the same place.
        return found.size() < config.batchSize() ? text(from.nextEnvironment()) : from.toString();
    }

    /** Looks through one batch of dead letters and erases those that speak of the participant; the same otherwise. */
    @Nullable
    String eraseMentions(Connection connection, Erasure erasure, @Nullable String cursor) throws SQLException {
        if (erasure.isOfTenant()) {
            return null;
        }
        Cursor from = Cursor.parse(cursor);
        List<StoredEvent> dead = select(
                connection,
                erasure,
                from,
                "AND state = 'dead' AND accepted_at <= ?",
                List.of(erasure.requestedAt().atOffset(ZoneOffset.UTC)));
        events.erase(
                connection,
                erasure,
                dead.stream()
                        .filter(letter -> letter.raw() != null && mentions.in(letter.raw(), erasure))
                        .toList());
        return next(from, dead);
    }

    private List<StoredEvent> ofParticipant(Connection connection, Erasure erasure, Cursor from, String participant)
            throws SQLException {
        return select(
                connection,
                erasure,
                from,
                "AND participant_id = ? AND accepted_at <= ?",
                List.of(participant, erasure.requestedAt().atOffset(ZoneOffset.UTC)));
    }

    private List<StoredEvent> select(
            Connection connection, Erasure erasure, Cursor from, String condition, List<Object> more)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_ENVIRONMENT + condition + IN_ORDER)) {
            int i = 1;
            select.setObject(i++, erasure.tenant());
            select.setString(i++, from.environment().wireName());
            select.setObject(i++, from.acceptedAt().atOffset(ZoneOffset.UTC));
            select.setObject(i++, from.acceptedAt().atOffset(ZoneOffset.UTC));
            select.setObject(i++, from.id());
            for (Object argument : more) {
                select.setObject(i++, argument);
            }
            select.setInt(i, config.batchSize());
            try (ResultSet rows = select.executeQuery()) {
                List<StoredEvent> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(StoredEvent.of(rows));
                }
                return found;
            }
        }
    }

    private @Nullable String next(Cursor from, List<StoredEvent> found) {
        return text(found.size() < config.batchSize() ? from.nextEnvironment() : from.after(found.getLast()));
    }

    private static @Nullable String text(@Nullable Object place) {
        return place == null ? null : place.toString();
    }
}
