package io.breakwater.ingest.deadletter;

import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.audit.AuditLog;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.event.Admission.TenantDay;
import io.breakwater.ingest.event.EventContent;
import io.breakwater.ingest.event.EventDraft;
import io.breakwater.ingest.fact.Arrival.Origin;
import io.breakwater.ingest.fact.Arrival.Valid;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.fact.Outcome;
import io.breakwater.ingest.fact.Settled;
import io.breakwater.ingest.sql.SqlFault;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.breakwater.ingest.tombstone.SubjectHash;
import io.breakwater.ingest.tombstone.Tombstones;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings dead events back, each in a transaction of its own that holds its row: what another replay has brought back is
 * passed over. Blocks; thread-safe.
 */
@ApplicationScoped
class Replayer {

    private static final Logger LOG = Logger.getLogger(Replayer.class);

    private final PostgresDeadLetters stored;
    private final Letters letters;
    private final Effects effects;
    private final Admission admission;
    private final Transactions transactions;
    private final AuditLog audit;

    Replayer(
            PostgresDeadLetters stored,
            Letters letters,
            Effects effects,
            Admission admission,
            Transactions transactions,
            AuditLog audit) {
        this.stored = stored;
        this.letters = letters;
        this.effects = effects;
        this.admission = admission;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * Replays one event.
     *
     * @param corrected what to take in place of what was sent; its message id may be absent, and may not be another
     * @throws ProblemException {@code NOT_FOUND}; {@code VALIDATION_ERROR} when the event as it was sent is still none,
     *     or the correction names another message id; {@code CONFLICT} when PostgreSQL refuses it again; {@code QUOTA_EXCEEDED}; {@code
     *     DATABASE_UNAVAILABLE}
     */
    ReplayAnswer replay(Identity caller, UUID id, @Nullable EventDraft corrected) {
        try {
            ReplayAnswer answer = transactions.run(connection -> {
                Letter letter = stored.lock(connection, caller.requireTenant(), caller.environment(), id);
                if (letter == null) {
                    throw ProblemException.of(ErrorCode.NOT_FOUND);
                }
                return letter.isDead()
                        ? revive(connection, caller, letter, corrected, false)
                        : ReplayAnswer.before(letter);
            });
            effects.committed();
            return answer;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Replays the oldest that a filter names; a dry run does all of it and takes it back. */
    ReplayReport replayAll(Identity caller, ReplayRequest request) {
        int most = request.most();
        List<UUID> ids = stored.oldest(caller.requireTenant(), caller.environment(), request.asFilter(), most + 1);
        List<ReplayAnswer> results = new ArrayList<>();
        for (UUID id : ids.subList(0, Math.min(most, ids.size()))) {
            try {
                results.addAll(transactions.run(connection -> replayOne(connection, caller, id, request.isDryRun())));
            } catch (ProblemException e) {
                results.add(stillDead(id, e));
            } catch (SQLException e) {
                results.add(stillDead(id, failure(e)));
            }
        }
        effects.committed();
        return ReplayReport.of(request.isDryRun(), ids.size() > most, results);
    }

    /** Empty when it is gone since it was listed. */
    private List<ReplayAnswer> replayOne(Connection connection, Identity caller, UUID id, boolean dryRun)
            throws SQLException {
        Letter letter = stored.lock(connection, caller.requireTenant(), caller.environment(), id);
        if (letter == null) {
            return List.of();
        }
        if (!letter.isDead()) {
            return List.of(ReplayAnswer.before(letter));
        }
        Savepoint before = connection.setSavepoint();
        ReplayAnswer answer = revive(connection, caller, letter, null, dryRun);
        if (dryRun) {
            connection.rollback(before);
        }
        return List.of(answer);
    }

    /** Charged to the quota of today, as its earlier charge was refunded when it died; a dry run charges nothing. */
    private ReplayAnswer revive(
            Connection connection, Identity caller, Letter letter, @Nullable EventDraft corrected, boolean dryRun)
            throws SQLException {
        EventDraft draft = corrected == null
                ? letters.read(Objects.requireNonNull(letter.raw(), "a dead letter keeps what was found"))
                : corrected;
        EventContent content = draft.content();
        if (content == null) {
            throw draft.asProblem().internally("event " + letter.eventId() + " is still none");
        }
        Valid valid = Valid.of(
                letter.eventId(),
                caller.requireTenant(),
                caller.environment(),
                origin(letter.origin(), corrected),
                content);
        refuseErased(connection, valid);
        @Nullable TenantDay charged = dryRun ? null : charge(caller, content);
        boolean processed = false;
        try {
            Settled settled = effects.revive(connection, valid, letter.eventName());
            processed = settled.outcome() instanceof Outcome.Processed;
            audit.record(
                    connection,
                    AuditEvent.of("dead_letter.replayed")
                            .by(caller)
                            .in(valid.tenant())
                            .on("event", valid.eventId())
                            .with("corrected", corrected != null)
                            .with("state", settled.outcome().state().wireName()));
            return ReplayAnswer.of(settled);
        } finally {
            if (charged != null && !processed) {
                admission.release(charged);
            }
        }
    }

    /** What an erasure is about to take is not brought back; the letter's lock gives the transaction its id. */
    private static void refuseErased(Connection connection, Valid valid) throws SQLException {
        String participant = SubjectHash.of(valid.tenant(), valid.content().participantId());
        if (Tombstones.of(connection, List.of(valid.tenant())).stream()
                .anyMatch(tombstone -> tombstone.covers(valid.tenant(), participant, valid.acceptedAt()))) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("it is being erased");
        }
    }

    private TenantDay charge(Identity caller, EventContent content) {
        try {
            return admission.admit(caller, content.participantId()).await().indefinitely();
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    /** The event's own origin; a correction can give a message id to an event that had none. */
    private static Origin origin(Origin origin, @Nullable EventDraft corrected) {
        String given = corrected == null ? null : corrected.messageId();
        if (given == null || given.equals(origin.clientMessageId())) {
            return origin;
        }
        if (origin.clientMessageId() != null) {
            throw ProblemException.invalidField("message_id", "must be that of the dead event, or absent");
        }
        return new Origin(
                origin.source(), given, origin.partition(), origin.position(), origin.subject(), origin.requestId());
    }

    private static ReplayAnswer stillDead(UUID id, ProblemException problem) {
        return switch (problem.code()) {
            case VALIDATION_ERROR, CONFLICT, NOT_FOUND, QUOTA_EXCEEDED -> {
                List<FieldViolation> details = problem.problem().details();
                yield details.isEmpty()
                        ? ReplayAnswer.stillDead(id, "", problem.problem().message())
                        : ReplayAnswer.stillDead(
                                id,
                                details.getFirst().path(),
                                details.getFirst().message());
            }
            default -> throw problem;
        };
    }

    private static ProblemException failure(SQLException e) {
        ErrorCode code = switch (SqlFault.of(e)) {
            case UNAVAILABLE -> ErrorCode.DATABASE_UNAVAILABLE;
            case BROKEN -> ErrorCode.INTERNAL_ERROR;
            case DATA -> ErrorCode.CONFLICT;
        };
        if (code == ErrorCode.CONFLICT) {
            LOG.warn("A dead event was refused again", e);
            return ProblemException.of(code, "The database refused the event again; it needs a correction")
                    .causedBy(e);
        }
        return ProblemException.of(code).causedBy(e);
    }
}
