package io.breakwater.ingest.fact;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.fact.Arrival.Origin;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.breakwater.ingest.tombstone.Tombstones;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Processes an event in the request's own transaction: same effects, same dedupe keys as the stream's. Blocks. */
@ApplicationScoped
class SyncIngest {

    private static final String SOURCE = "api";

    private static final String FACT = "SELECT fact_id FROM event WHERE id = ? AND accepted_at = ?";

    private final Transactions transactions;
    private final Effects effects;
    private final Admission admission;

    SyncIngest(Transactions transactions, Effects effects, Admission admission) {
        this.transactions = transactions;
        this.effects = effects;
        this.admission = admission;
    }

    /**
     * @throws ProblemException {@code CONFLICT} when the message id was used with other content, which is kept as such;
     *     {@code QUOTA_EXCEEDED}; {@code DATABASE_UNAVAILABLE}; {@code SERVICE_UNAVAILABLE} when quotas cannot be counted
     */
    SyncAnswer process(Identity sender, EventContent content, @Nullable String clientMessageId, String requestId) {
        Origin origin =
                new Origin(SOURCE, clientMessageId, null, null, sender.subject().toString(), requestId);
        charge(sender, content);
        Result result = transactions.answer(connection -> {
            Tombstones.enter(connection);
            UUID id = UuidCreator.getTimeOrderedEpoch();
            Valid arrival = Valid.of(id, sender.requireTenant(), sender.environment(), origin, content);
            Settled settled = effects.apply(connection, List.of(arrival)).getFirst();
            UUID fact = factOf(connection, settled.outcome());
            if (fact == null && settled.outcome() instanceof Outcome.Duplicate) {
                throw new SQLException("the event that came first was erased meanwhile", "40001");
            }
            return new Result(settled, fact);
        });
        UUID eventId = result.settled().arrival().eventId();
        effects.committed();
        admission.refunded(Refunds.days(List.of(result.settled())));
        return switch (result.settled().outcome()) {
            case Outcome.Processed processed -> new SyncAnswer(eventId, processed.factId(), "processed");
            case Outcome.Duplicate duplicate -> new SyncAnswer(duplicate.of(), factOr(result, duplicate), "duplicate");
            case Outcome.Conflict conflict ->
                throw ProblemException.of(ErrorCode.CONFLICT, "This message_id was used with another payload")
                        .withField("event_id", eventId.toString())
                        .withField("conflicts_with", conflict.of().toString());
            case Outcome.Erased _ ->
                throw ProblemException.of(ErrorCode.FORBIDDEN).internally("it meets an erasure");
            case Outcome.Buried _ -> throw new IllegalStateException("a valid event was buried");
        };
    }

    /** A charge whose transaction then fails is kept: whether it was committed may not be known. */
    private void charge(Identity sender, EventContent content) {
        try {
            admission.admit(sender, content.participantId()).await().indefinitely();
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    private record Result(Settled settled, @Nullable UUID fact) {}

    private static UUID factOr(Result result, Outcome.Duplicate duplicate) {
        if (result.fact() == null) {
            throw new IllegalStateException("event " + duplicate.of() + " holds a dedupe key but no fact");
        }
        return result.fact();
    }

    /** The fact of the event that came first; null unless the outcome is a duplicate. */
    private static @Nullable UUID factOf(Connection connection, Outcome outcome) throws SQLException {
        if (!(outcome instanceof Outcome.Duplicate duplicate)) {
            return null;
        }
        try (PreparedStatement select = connection.prepareStatement(FACT)) {
            select.setObject(1, duplicate.of());
            select.setObject(2, EventId.acceptedAt(duplicate.of()).atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }
}
