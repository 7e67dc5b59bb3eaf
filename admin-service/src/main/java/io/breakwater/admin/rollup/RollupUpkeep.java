package io.breakwater.admin.rollup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Makes the months ahead, drops the oldest, forgets minutes and has days packed. A failure is logged and tried again at the
 * next turn.
 */
@ApplicationScoped
class RollupUpkeep {

    private static final Logger LOG = Logger.getLogger(RollupUpkeep.class);
    /** Longer than an outage of the readers that is worth a busiest minute. */
    private static final Duration MINUTES_ARE_KEPT = Duration.ofHours(26);

    private static final String PARTITIONS = "SELECT keep_analytics_partitions(?, ?)";
    /** What came for a month that no partition was made for. */
    private static final List<String> STRAY = List.of(
            "DELETE FROM request_hour_default WHERE hour < ?",
            "DELETE FROM request_rollup_default WHERE hour < ?",
            "DELETE FROM event_rollup_default WHERE hour < ?",
            "DELETE FROM request_day_default WHERE day < (? AT TIME ZONE 'UTC')::date",
            "DELETE FROM request_rollup_day_default WHERE day < (? AT TIME ZONE 'UTC')::date",
            "DELETE FROM event_rollup_day_default WHERE day < (? AT TIME ZONE 'UTC')::date");

    private final DataSource dataSource;
    private final BusiestMinutes minutes;
    private final DayPacker packer;
    private final AnalyticsConfig config;
    private final Clock clock;

    RollupUpkeep(DataSource dataSource, BusiestMinutes minutes, DayPacker packer, AnalyticsConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.minutes = minutes;
        this.packer = packer;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "analytics-upkeep",
            every = "${breakwater.analytics.upkeep-every:1h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void run() {
        try (Connection connection = dataSource.getConnection()) {
            keep(connection);
        } catch (SQLException e) {
            LOG.error("The partitions of the roll-ups could not be kept up; rows go to the default partition", e);
        }
        try {
            LOG.debugf("%d days of roll-ups packed", packer.pack());
        } catch (SQLException e) {
            LOG.error("Days of roll-ups could not be packed; questions about them take longer", e);
        }
    }

    /** Each statement by itself, unless the caller has begun a transaction. */
    void keep(Connection connection) throws SQLException {
        Instant now = clock.instant();
        Instant oldest = now.minus(config.keep());
        try (PreparedStatement call = connection.prepareStatement(PARTITIONS)) {
            call.setInt(1, config.monthsAhead());
            call.setObject(2, oldest.atOffset(ZoneOffset.UTC));
            try (ResultSet row = call.executeQuery()) {
                row.next();
                LOG.debugf("%d partitions of roll-ups made or dropped", row.getInt(1));
            }
        }
        for (String delete : STRAY) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setObject(1, oldest.atOffset(ZoneOffset.UTC));
                statement.executeUpdate();
            }
        }
        minutes.forget(connection, now.minus(MINUTES_ARE_KEPT), oldest);
    }
}
