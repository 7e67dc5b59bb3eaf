package io.breakwater.admin.seal;

import io.breakwater.admin.chain.ChainTable;
import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.chain.Head;
import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Walks chains on request. Blocking, for some 45 µs an entry on a busy machine; safe from any thread. */
@ApplicationScoped
public class Verifier {

    private static final String RETRY_SECONDS = "5";

    private final DataSource dataSource;
    private final CheckpointKeys keys;
    private final Semaphore places;
    /** The chains that are walked now: one request cannot keep another tenant's from it. */
    private final Set<String> walked = ConcurrentHashMap.newKeySet();

    Verifier(DataSource dataSource, CheckpointKeys keys, SealConfig config) {
        this.dataSource = dataSource;
        this.keys = keys;
        this.places = new Semaphore(config.verificationsAtOnce());
    }

    /**
     * Walks a chain as it is at one moment, from what is kept of it, or from the newest checkpoint before a day.
     *
     * @param from a day in UTC; null for all that is kept
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} while the chain or too many others are walked; {@code DATABASE_UNAVAILABLE}
     */
    public Verification verify(String chain, @Nullable LocalDate from) {
        if (!walked.add(chain)) {
            throw busy("the chain is being walked already");
        }
        try {
            if (!places.tryAcquire()) {
                throw busy("too many chains are walked at once");
            }
            try {
                return walk(chain, from);
            } finally {
                places.release();
            }
        } finally {
            walked.remove(chain);
        }
    }

    private static ProblemException busy(String why) {
        return ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                .withHeader("Retry-After", RETRY_SECONDS)
                .internally(why);
    }

    private Verification walk(String chain, @Nullable LocalDate from) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement snapshot = connection.createStatement()) {
                snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                return verify(connection, chain, from);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw DatabaseOutage.problem(e);
        }
    }

    private Verification verify(Connection connection, String chain, @Nullable LocalDate from) throws SQLException {
        long begin = System.nanoTime();
        Seals seals = SealTable.of(connection, chain);
        Optional<Checkpoint> base = seals.base(from);
        long start = base.map(Checkpoint::lastSequence).orElse(0L);
        @Nullable Head stored = ChainTable.head(connection, chain);
        Head head = stored == null ? new Head(chain, 0, Entry.NO_HASH, null, null) : stored;
        ChainWalk walk =
                new ChainWalk(chain, start, base.map(Checkpoint::lastHash).orElse(Entry.NO_HASH));
        CheckpointCheck checks = new CheckpointCheck(keys, seals, start);
        @Nullable Fault fault = checks.before();
        if (fault == null) {
            fault = walk.walk(connection, checks);
        }
        if (fault == null) {
            fault = checks.end(walk);
        }
        if (fault == null && (head.sequence() != walk.last() || !head.hash().equals(walk.lastHash()))) {
            fault = Fault.of(Math.min(head.sequence(), walk.last()) + 1, Fault.Kind.HEAD_MISMATCH);
        }
        boolean any = walk.entries() > 0;
        return new Verification(
                chain,
                fault == null,
                walk.entries(),
                any ? start + 1 : null,
                any ? walk.last() : null,
                new Verification.HeadView(head.sequence(), head.hash()),
                checks.passed(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                fault);
    }

    /** The checkpoints of a chain, newest first. */
    public List<Checkpoint> checkpoints(String chain, LocalDate before, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            return SealTable.page(connection, chain, before, limit);
        } catch (SQLException e) {
            throw DatabaseOutage.problem(e);
        }
    }
}
