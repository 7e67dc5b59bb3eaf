package io.breakwater.admin.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.breakwater.common.problem.DatabaseOutage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Gives messages to a consumer, and sets aside those that it cannot take. */
@ApplicationScoped
class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final int LONGEST_REASON = 500;
    /** Unlike the service's, it takes every character: what could not be taken in may hold any. */
    private static final ObjectReader KEPT = new ObjectMapper().readerForMapOf(String.class);

    private final ObjectMapper json;
    private final IntakeMetrics metrics;

    Delivery(ObjectMapper json, IntakeMetrics metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    /**
     * A consumer and its lasting name, by which what it could not take is kept for it.
     */
    record Recipient(String name, StreamConsumer consumer) {}

    /** A message and the entry that it came in. */
    record Delivered(StreamMessage message, StreamEntry entry) {}

    /**
     * @throws SQLException when the database is away: nothing of the transaction counts then
     */
    void deliver(Connection connection, Recipient recipient, List<Delivered> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            recipient
                    .consumer()
                    .consume(
                            connection,
                            messages.stream().map(Delivered::message).toList());
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseOutage.passes(e)) {
                throw e;
            }
            connection.rollback(before);
            if (messages.size() == 1) {
                setAside(connection, recipient, messages.getFirst().entry(), e);
            } else {
                int half = messages.size() / 2;
                deliver(connection, recipient, messages.subList(0, half));
                deliver(connection, recipient, messages.subList(half, messages.size()));
            }
        }
    }

    /** Keeps an entry in which there is no message. */
    void setAsideUnreadable(Connection connection, String stream, StreamEntry entry, RuntimeException cause)
            throws SQLException {
        setAside(connection, stream, "", entry, cause);
    }

    /**
     * Offers the first of what was set aside for a consumer again; it is set aside anew when that fails.
     *
     * @return its former id, to go on behind; empty when there is none behind {@code after} and up to {@code until}
     */
    Optional<Long> offerAgain(Connection connection, Recipient recipient, long after, long until) throws SQLException {
        String stream = recipient.consumer().stream();
        Optional<IntakeTables.SetAside> kept =
                IntakeTables.takeBack(connection, stream, recipient.name(), after, until);
        if (kept.isPresent()) {
            StreamEntry entry = entry(kept.get());
            deliver(connection, recipient, List.of(new Delivered(entry.message(), entry)));
        }
        return kept.map(IntakeTables.SetAside::id);
    }

    /** An entry that was set aside as there was no message in it. */
    record Unread(long id, StreamEntry entry) {}

    /** Takes back the first such entry behind {@code after} and up to {@code until}; empty when there is none. */
    Optional<Unread> takeBackUnread(Connection connection, String stream, long after, long until) throws SQLException {
        return IntakeTables.takeBack(connection, stream, "", after, until)
                .map(kept -> new Unread(kept.id(), entry(kept)));
    }

    private void setAside(Connection connection, Recipient recipient, StreamEntry entry, Exception cause)
            throws SQLException {
        setAside(connection, recipient.consumer().stream(), recipient.name(), entry, cause);
    }

    private void setAside(Connection connection, String stream, String consumer, StreamEntry entry, Exception cause)
            throws SQLException {
        LOG.errorf(
                cause,
                "Entry %s of %s cannot be taken in%s; it is set aside",
                entry.position(),
                stream,
                consumer.isEmpty() ? "" : " by " + consumer);
        metrics.setAside(stream);
        IntakeTables.setAside(connection, stream, consumer, entry.position(), text(entry), reason(cause));
    }

    private static String reason(Exception cause) {
        String reason = cause.toString().replace('\u0000', ' ');
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private String text(StreamEntry entry) {
        try {
            return json.writeValueAsString(entry.fields());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always JSON", e);
        }
    }

    private StreamEntry entry(IntakeTables.SetAside kept) {
        try {
            Map<String, String> fields = KEPT.readValue(kept.entry());
            return new StreamEntry(kept.position(), fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was set aside is not as it was written", e);
        }
    }
}
