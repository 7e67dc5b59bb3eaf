package io.breakwater.admin.seal;

import io.breakwater.admin.chain.Entry;
import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Seals the days that are over. */
@ApplicationScoped
class Sealer {

    private static final Logger LOG = Logger.getLogger(Sealer.class);

    /** Copies of what is signed, for whoever keeps them outside of the database. */
    static final String STREAM = "admin:checkpoints";

    private final DataSource dataSource;
    private final CheckpointKeys keys;
    private final Clock clock;
    private final Outbox outbox;
    private final Counter broken;
    private final Counter failed;

    Sealer(DataSource dataSource, CheckpointKeys keys, Clock clock, Outbox outbox, MeterRegistry meters) {
        this.dataSource = dataSource;
        this.keys = keys;
        this.clock = clock;
        this.outbox = outbox;
        this.failed = SealMetrics.failures("seal", meters);
        this.broken = Counter.builder("breakwater.audit.broken")
                .description("How often a chain of the audit trail did not verify when it was to be sealed")
                .register(meters);
    }

    @Scheduled(
            identity = "audit-seal",
            every = "${breakwater.audit.seal-every:1m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void seal() throws SQLException {
        sealBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** Seals each day before one that has entries and no seal. */
    void sealBefore(LocalDate today) throws SQLException {
        List<String> chains;
        try (Connection connection = dataSource.getConnection()) {
            chains = SealTable.unsealed(connection, today);
        }
        for (String chain : chains) {
            try {
                close(chain, today);
                seal(chain, today);
            } catch (SQLException | RuntimeException e) {
                if (DatabaseOutage.passes(e)) {
                    throw e;
                }
                failed.increment();
                LOG.errorf(e, "Chain %s of the audit trail cannot be sealed", chain);
            }
        }
    }

    private void close(String chain, LocalDate today) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            SealTable.close(connection, chain, today.minusDays(1));
        }
    }

    private void seal(String chain, LocalDate today) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Seals seals = SealTable.of(connection, chain);
                List<Checkpoint> days = signed(days(connection, chain, seals, today), seals.newest());
                // Another process may have sealed it meanwhile.
                boolean mine = !days.isEmpty() && SealTable.lock(connection, chain) == seals.sealedSequence();
                if (mine) {
                    SealTable.insert(connection, days);
                    SealTable.sealed(connection, chain, days.getLast().lastSequence());
                    outbox.append(connection, days.stream().map(Sealer::copy).toList());
                }
                connection.commit();
                if (mine) {
                    outbox.wake();
                    days.forEach(day -> LOG.infof(
                            "Day %s of chain %s of the audit trail is sealed: %s", day.day(), chain, day.signature()));
                }
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** The unsealed days before today, without signatures; none when the chain does not verify. */
    private List<Checkpoint> days(Connection connection, String chain, Seals seals, LocalDate today)
            throws SQLException {
        @Nullable Checkpoint sealed = seals.newest();
        ChainWalk walk = sealed == null
                ? new ChainWalk(chain, 0, Entry.NO_HASH)
                : new ChainWalk(chain, sealed.lastSequence(), sealed.lastHash());
        Instant end = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Checkpoint> days = new ArrayList<>();
        CheckpointCheck before = new CheckpointCheck(keys, seals, seals.lastSequence());
        @Nullable Fault fault = before.before();
        if (fault == null) {
            fault = before.newest();
        }
        if (fault == null) {
            fault = walk.walk(connection, entry -> {
                if (!entry.recordedAt().isBefore(end)) {
                    return false;
                }
                add(days, entry);
                return true;
            });
        }
        if (fault != null) {
            broken.increment();
            LOG.errorf("Chain %s of the audit trail is broken and not sealed: %s", chain, fault.message());
            return List.of();
        }
        return days;
    }

    private List<Checkpoint> signed(List<Checkpoint> days, @Nullable Checkpoint newest) {
        List<Checkpoint> signed = new ArrayList<>();
        @Nullable Checkpoint previous = newest;
        for (Checkpoint day : days) {
            previous = keys.sign(day, previous);
            signed.add(previous);
        }
        return signed;
    }

    private static OutboxMessage copy(Checkpoint checkpoint) {
        return new OutboxMessage(
                STREAM,
                "checkpoint.signed",
                Map.of(
                        "chain", checkpoint.chain(),
                        "day", checkpoint.day().toString(),
                        "signature", checkpoint.signature()),
                null,
                null);
    }

    private static void add(List<Checkpoint> days, Entry entry) {
        LocalDate day = LocalDate.ofInstant(entry.recordedAt(), ZoneOffset.UTC);
        long first = entry.sequence();
        if (!days.isEmpty() && days.getLast().day().equals(day)) {
            first = days.removeLast().firstSequence();
        }
        days.add(new Checkpoint(entry.chain(), day, first, entry.sequence(), entry.hash(), "", null));
    }
}
