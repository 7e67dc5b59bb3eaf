package io.breakwater.ingest.erasure;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.quota.EventQuotas;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.StreamUnavailableException;
import io.breakwater.ingest.tombstone.ErasureTally;
import io.breakwater.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does the steps of an erasure, for as long as one call may take. Blocks; thread-safe. */
@ApplicationScoped
class Erasures {

    private final Transactions transactions;
    private final ErasureTable table;
    private final Settling settling;
    private final EventWalk walk;
    private final RestErasure rest;
    private final AppendOnlyFiles files;
    private final EventQuotas quotas;
    private final ErasureAudit audit;
    private final Outbox outbox;
    private final ErasureConfig config;
    private final Clock clock;

    Erasures(
            Transactions transactions,
            ErasureTable table,
            Settling settling,
            EventWalk walk,
            RestErasure rest,
            AppendOnlyFiles files,
            EventQuotas quotas,
            ErasureAudit audit,
            Outbox outbox,
            ErasureConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.settling = settling;
        this.walk = walk;
        this.rest = rest;
        this.files = files;
        this.quotas = quotas;
        this.audit = audit;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins an erasure, or goes on with it.
     *
     * @param actor the administrator for whom; null when the caller acts by itself
     * @throws ProblemException {@code CONFLICT} when the erasure's id was used with another subject; {@code
     *     DATABASE_UNAVAILABLE} or {@code SERVICE_UNAVAILABLE}
     */
    ErasureAnswer work(Erasure erasure, @Nullable UUID actor) {
        begin(erasure, actor);
        Instant end = clock.instant().plus(config.budget());
        try {
            Progress progress = step(erasure, actor);
            while (progress == Progress.MORE && clock.instant().isBefore(end)) {
                progress = step(erasure, actor);
            }
        } catch (StreamUnavailableException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
        outbox.wake();
        return transactions.answer(connection -> answer(connection, erasure));
    }

    private void begin(Erasure erasure, @Nullable UUID actor) {
        ErasureRow row = transactions.answer(connection -> {
            if (table.begin(connection, erasure)) {
                audit.started(connection, erasure, actor);
            }
            return table.read(connection, erasure.id());
        });
        if (!row.tenant().equals(erasure.tenant())
                || !Objects.equals(row.participantSha256(), erasure.participantSha256())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "This erasure_id is of another subject");
        }
    }

    private Progress step(Erasure erasure, @Nullable UUID actor) {
        ErasureRow row = transactions.answer(connection -> table.read(connection, erasure.id()));
        return switch (row.phase()) {
            case SETTLING -> settling.step(erasure, row);
            case EVENTS, DEAD_LETTERS -> transactions.answer(connection -> stepOfWalk(connection, erasure));
            case REST -> stepOfRest(erasure);
            case TRIMMING -> settling.trim(erasure, row);
            case REWRITING -> rewrite(erasure, row, actor);
            case DONE -> Progress.DONE;
        };
    }

    private Progress stepOfWalk(Connection connection, Erasure erasure) throws SQLException {
        ErasureRow row = table.lock(connection, erasure.id());
        @Nullable
        String next = switch (row.phase()) {
            case EVENTS -> walk.eraseEvents(connection, erasure, row.cursor());
            case DEAD_LETTERS -> walk.eraseMentions(connection, erasure, row.cursor());
            // Another call was faster.
            case SETTLING, REST, TRIMMING, REWRITING, DONE -> row.cursor();
        };
        if (row.phase() == Phase.EVENTS || row.phase() == Phase.DEAD_LETTERS) {
            if (next == null) {
                table.advance(connection, erasure.id(), row.phase());
            } else {
                table.setCursor(connection, erasure.id(), next);
            }
        }
        return Progress.MORE;
    }

    private Progress stepOfRest(Erasure erasure) {
        boolean isFull = transactions.answer(connection -> {
            table.lock(connection, erasure.id());
            return rest.erase(connection, erasure);
        });
        if (isFull) {
            return Progress.MORE;
        }
        long forgotten = erasure.isOfTenant()
                ? quotas.forget(erasure.tenant())
                : erasure.participant() == null ? 0 : quotas.forget(erasure.tenant(), erasure.participant());
        transactions.answer(connection -> {
            ErasureTally.add(connection, erasure.id(), "quota_participants", forgotten);
            table.advance(connection, erasure.id(), Phase.REST);
            return forgotten;
        });
        return Progress.MORE;
    }

    private Progress rewrite(Erasure erasure, ErasureRow row, @Nullable UUID actor) {
        String state = files.rewritten(erasure, row);
        if (state == null) {
            return Progress.WAIT;
        }
        transactions.answer(connection -> {
            if (table.finish(connection, erasure.id(), state)) {
                audit.completed(connection, erasure, actor, table.counts(connection, erasure.id()));
            }
            return state;
        });
        return Progress.DONE;
    }

    private ErasureAnswer answer(Connection connection, Erasure erasure) throws SQLException {
        ErasureRow row = table.read(connection, erasure.id());
        String file = row.appendOnlyFile();
        @Nullable
        String waitsFor = switch (row.phase()) {
            case SETTLING -> "stream";
            case REWRITING -> "append_only_file";
            case EVENTS, DEAD_LETTERS, REST, TRIMMING, DONE -> null;
        };
        return new ErasureAnswer(
                row.phase() == Phase.DONE ? "done" : "running",
                table.counts(connection, erasure.id()),
                new ErasureAnswer.AppendOnlyFile(row.rewrittenAt(), file == null ? "running" : file),
                waitsFor);
    }
}
