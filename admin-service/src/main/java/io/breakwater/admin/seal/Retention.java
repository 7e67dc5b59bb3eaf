package io.breakwater.admin.seal;

import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Drops whole sealed days when their time is over. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final DataSource dataSource;
    private final DataSource retentionRole;
    private final RetentionClient periods;
    private final Clock clock;
    private final Counter failed;

    /**
     * @param retentionRole connects as the one role that may drop sealed days, and may do nothing else
     */
    Retention(
            DataSource dataSource,
            @io.quarkus.agroal.DataSource("retention") DataSource retentionRole,
            RetentionClient periods,
            Clock clock,
            MeterRegistry meters) {
        this.dataSource = dataSource;
        this.retentionRole = retentionRole;
        this.periods = periods;
        this.clock = clock;
        this.failed = SealMetrics.failures("retention", meters);
    }

    @Scheduled(
            identity = "audit-retention",
            every = "1h",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void drop() throws SQLException {
        dropAsOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** Drops what would have to be dropped on a day. */
    void dropAsOf(LocalDate today) throws SQLException {
        List<SealTable.Oldest> chains;
        try (Connection connection = dataSource.getConnection()) {
            chains = SealTable.oldestKept(connection);
        }
        for (SealTable.Oldest chain : chains) {
            // No plan keeps less than a day, so nobody is asked about what is younger.
            if (chain.day().isBefore(today.minusDays(1))) {
                dropOrGoOn(chain, today);
            }
        }
    }

    private void dropOrGoOn(SealTable.Oldest chain, LocalDate today) throws SQLException {
        try {
            drop(chain, today);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseOutage.passes(e)) {
                throw e;
            }
            failed.increment();
            LOG.errorf(e, "Old days of chain %s of the audit trail cannot be dropped", chain.chain());
        }
    }

    private void drop(SealTable.Oldest chain, LocalDate today) throws SQLException {
        LocalDate before;
        try {
            before = today.minusDays(periods.days(chain.chain()));
        } catch (ProblemException e) {
            LOG.warnf("How long the entries of %s are kept is not known now; they stay: %s", chain.chain(), e);
            return;
        }
        if (chain.day().isBefore(before)) {
            LOG.infof(
                    "Dropped %d entries of %s, of days before %s",
                    dropBefore(chain.chain(), before), chain.chain(), before);
        }
    }

    private long dropBefore(String chain, LocalDate day) throws SQLException {
        try (Connection connection = retentionRole.getConnection();
                PreparedStatement call = connection.prepareStatement("SELECT drop_sealed_days(?, ?)")) {
            call.setString(1, chain);
            call.setObject(2, day);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
