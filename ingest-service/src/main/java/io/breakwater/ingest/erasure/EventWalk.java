package io.breakwater.ingest.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the events of a subject, batch by batch, in the caller's transaction: all of a tenant, those of a participant,
 * and dead letters of nobody known that speak of a participant in what was kept of them.
 */
@ApplicationScoped
class EventWalk {

    private static final String OF_ENVIRONMENT =
            " FROM event WHERE tenant_id = ? AND environment = ? AND accepted_at >= ? AND (accepted_at, id) > (?, ?) ";

    private static final String EVENTS = "SELECT " + StoredEvent.COLUMNS + OF_ENVIRONMENT;

    /** What was kept comes last. */
    private static final String LETTERS = "SELECT " + StoredEvent.COLUMNS + ", raw" + OF_ENVIRONMENT;

    /** Those whose participant is known are not searched: whatever else they name, they are that participant's. */
    private static final String OF_NOBODY = "AND state = 'dead' AND participant_id IS NULL AND accepted_at <= ?";

    /** Letters of several MB take a while to look through. */
    private static final int MOST_LETTERS = 20;

    /** While a letter is looked through, the transaction is idle. */
    private static final String PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = '60s'";

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
        try (Statement patience = connection.createStatement()) {
            patience.execute(PATIENCE);
        }
        Cursor from = Cursor.parse(cursor);
        int most = Math.min(config.batchSize(), MOST_LETTERS);
        OffsetDateTime requestedAt = erasure.requestedAt().atOffset(ZoneOffset.UTC);
        List<StoredEvent> speaking = new ArrayList<>();
        int looked = 0;
        Cursor last = from;
        try (PreparedStatement select = connection.prepareStatement(LETTERS + OF_NOBODY + IN_ORDER)) {
            bind(select, erasure, from, List.of(requestedAt, most));
            // Each may have several MB: one in memory at a time.
            select.setFetchSize(1);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    StoredEvent letter = StoredEvent.of(rows);
                    String raw = rows.getString("raw");
                    if (raw != null && mentions.in(raw, erasure)) {
                        speaking.add(letter);
                    }
                    last = from.after(letter);
                    looked++;
                }
            }
        }
        events.erase(connection, erasure, speaking);
        return text(looked < most ? from.nextEnvironment() : last);
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
        List<Object> arguments = new ArrayList<>(more);
        arguments.add(config.batchSize());
        try (PreparedStatement select = connection.prepareStatement(EVENTS + condition + IN_ORDER)) {
            bind(select, erasure, from, arguments);
            try (ResultSet rows = select.executeQuery()) {
                List<StoredEvent> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(StoredEvent.of(rows));
                }
                return found;
            }
        }
    }

    private static void bind(PreparedStatement select, Erasure erasure, Cursor from, List<Object> more)
            throws SQLException {
        int i = 1;
        select.setObject(i++, erasure.tenant());
        select.setString(i++, from.environment().wireName());
        select.setObject(i++, from.acceptedAt().atOffset(ZoneOffset.UTC));
        select.setObject(i++, from.acceptedAt().atOffset(ZoneOffset.UTC));
        select.setObject(i++, from.id());
        for (Object argument : more) {
            select.setObject(i++, argument);
        }
    }

    private @Nullable String next(Cursor from, List<StoredEvent> found) {
        return text(found.size() < config.batchSize() ? from.nextEnvironment() : from.after(found.getLast()));
    }

    private static @Nullable String text(@Nullable Object place) {
        return place == null ? null : place.toString();
    }
}
