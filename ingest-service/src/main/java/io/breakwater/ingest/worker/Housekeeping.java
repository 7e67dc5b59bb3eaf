package io.breakwater.ingest.worker;

import io.breakwater.ingest.sql.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes partitions ahead, drops old ones and forgets old message ids. A failure is logged and tried again at the next turn. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    /** How many full batches of old message ids one turn clears at most. */
    private static final int MOST_BATCHES = 200;

    private static final String ENSURE_PARTITIONS = "SELECT ensure_partitions(?)";

    private static final String DROP_PARTITION = "SELECT drop_partition(?)";

    /** What came for a month that had no partition, and message ids of events that are gone. Arguments: before; how many. */
    private static final List<String> STRAY = List.of("""
            DELETE FROM event_default WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM event_default WHERE accepted_at < ? LIMIT ?))
            """, """
            DELETE FROM fact_default WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM fact_default WHERE created_at < ? LIMIT ?))
            """);

    /** Those of an event that was replayed late are younger than it. Arguments: the first id that is kept; how many. */
    private static final String FORGET_DROPPED = """
            DELETE FROM dedupe_key
            WHERE (tenant_id, environment, source, client_message_id) IN (
                SELECT tenant_id, environment, source, client_message_id FROM dedupe_key
                WHERE event_id < ? LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    /** Rows that another instance is deleting are passed over. */
    private static final String FORGET = """
            DELETE FROM dedupe_key
            WHERE (tenant_id, environment, source, client_message_id) IN (
                SELECT tenant_id, environment, source, client_message_id FROM dedupe_key
                WHERE created_at < clock_timestamp() - make_interval(secs => ?)
                ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private final Transactions transactions;
    private final HousekeepingConfig config;
    private final Clock clock;
    private volatile Instant lastBeat;

    Housekeeping(Transactions transactions, HousekeepingConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
        this.lastBeat = clock.instant();
        if (config.eventRetention()
                .filter(kept -> kept.compareTo(config.dedupeRetention()) <= 0)
                .isPresent()) {
            throw new IllegalArgumentException("events must be kept longer than message ids");
        }
    }

    /** When the scheduler last called. */
    Instant lastBeat() {
        return lastBeat;
    }

    @Scheduled(identity = "ingest-beat", every = "5s")
    void beat() {
        lastBeat = clock.instant();
    }

    @Scheduled(
            identity = "ingest-partitions",
            every = "${breakwater.ingest.housekeeping.partitions-every:24h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void makePartitions() {
        try {
            LOG.debugf("%d partitions made", call(ENSURE_PARTITIONS, config.monthsAhead()));
        } catch (SQLException e) {
            LOG.error("The partitions of the months ahead could not be made; rows go to the default partition", e);
        }
    }

    @Scheduled(
            identity = "ingest-retention",
            every = "${breakwater.ingest.housekeeping.partitions-every:24h}",
            delayed = "2m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void dropOldPartitions() {
        try {
            if (config.eventRetention().isPresent()) {
                LOG.infof(
                        "%d partitions dropped",
                        dropPartitions(config.eventRetention().get()));
            }
        } catch (SQLException e) {
            LOG.warn("Old partitions could not be dropped; it is tried again", e);
        }
    }

    /** Drops the partitions with nothing younger than that, and what goes with them; says how many partitions. */
    int dropPartitions(Duration retention) throws SQLException {
        int days = Math.toIntExact(retention.toDays());
        int dropped = 0;
        while (call(DROP_PARTITION, days) == 1) {
            dropped++;
        }
        LocalDate cutoff = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
        for (String delete : STRAY) {
            deleteInBatches(delete, cutoff.atStartOfDay().atOffset(ZoneOffset.UTC));
        }
        if (dropped > 0) {
            deleteInBatches(FORGET_DROPPED, firstIdOf(cutoff.withDayOfMonth(1)));
        }
        return dropped;
    }

    /** The least UUIDv7 of a day, UTC. */
    private static UUID firstIdOf(LocalDate day) {
        long millis = day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        return new UUID(millis << 16 | 0x7000L, Long.MIN_VALUE);
    }

    private void deleteInBatches(String sql, Object before) throws SQLException {
        int batches = 0;
        while (delete(sql, before) == config.dedupeExpiryBatch() && ++batches < MOST_BATCHES) {
            LOG.debug("a full batch: there may be more");
        }
    }

    private int delete(String sql, Object before) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setObject(1, before);
                delete.setInt(2, config.dedupeExpiryBatch());
                return delete.executeUpdate();
            }
        });
    }

    private int call(String function, int argument) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement call = connection.prepareStatement(function)) {
                call.setInt(1, argument);
                try (ResultSet row = call.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    @Scheduled(
            identity = "ingest-dedupe-expiry",
            every = "${breakwater.ingest.housekeeping.dedupe-expiry-every:10m}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forgetOldMessageIds() {
        try {
            int batches = 0;
            while (forgetBatch() == config.dedupeExpiryBatch() && ++batches < MOST_BATCHES) {
                LOG.debug("a full batch: there may be more");
            }
        } catch (SQLException e) {
            LOG.warn("Old message ids could not be forgotten; it is tried again", e);
        }
    }

    /** Forgets one batch and says how many that were. */
    int forgetBatch() throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
                delete.setLong(1, config.dedupeRetention().toSeconds());
                delete.setInt(2, config.dedupeExpiryBatch());
                return delete.executeUpdate();
            }
        });
    }
}
