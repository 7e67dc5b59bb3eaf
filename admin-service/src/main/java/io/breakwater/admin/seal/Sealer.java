package io.breakwater.admin.seal;

import io.breakwater.admin.chain.Entry;
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
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Seals the days that are over. */
@ApplicationScoped
class Sealer {

    private static final Logger LOG = Logger.getLogger(Sealer.class);

    private final DataSource dataSource;
    private final CheckpointKeys keys;
    private final Clock clock;
    private final Counter broken;

    Sealer(DataSource dataSource, CheckpointKeys keys, Clock clock, MeterRegistry meters) {
        this.dataSource = dataSource;
        this.keys = keys;
        this.clock = clock;
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
            try (Connection connection = dataSource.getConnection()) {
                SealTable.close(connection, chain, today.minusDays(1));
            }
            seal(chain, today);
        }
    }

    private void seal(String chain, LocalDate today) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Checkpoint> days = days(connection, chain, today);
                if (!days.isEmpty()) {
                    SealTable.insert(connection, days.stream().map(keys::sign).toList());
                    SealTable.sealed(connection, chain, days.getLast().lastSequence());
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** The unsealed days before today, without signatures; none when the chain does not verify. */
    private List<Checkpoint> days(Connection connection, String chain, LocalDate today) throws SQLException {
        @Nullable
        Checkpoint sealed = SealTable.newestBefore(connection, chain, today).orElse(null);
        ChainWalk walk = sealed == null
                ? new ChainWalk(chain, 0, Entry.NO_HASH)
                : new ChainWalk(chain, sealed.lastSequence(), sealed.lastHash());
        Instant end = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Checkpoint> days = new ArrayList<>();
        @Nullable
        Fault fault = walk.walk(connection, entry -> {
            if (!entry.recordedAt().isBefore(end)) {
                return false;
            }
            add(days, entry);
            return true;
        });
        if (fault != null) {
            broken.increment();
            LOG.errorf("Chain %s of the audit trail is broken and not sealed: %s", chain, fault.message());
            return List.of();
        }
        return days;
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
