package io.breakwater.ingest.worker;

import io.breakwater.ingest.sql.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Makes partitions ahead and forgets old message ids. A failure is logged and tried again at the next turn. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    /** How many full batches of old message ids one turn clears at most. */
    private static final int MOST_BATCHES = 200;

    private static final String ENSURE_PARTITIONS = "SELECT ensure_partitions(?)";

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
            int made = transactions.run(connection -> {
                try (PreparedStatement call = connection.prepareStatement(ENSURE_PARTITIONS)) {
                    call.setInt(1, config.monthsAhead());
                    try (ResultSet row = call.executeQuery()) {
                        row.next();
                        return row.getInt(1);
                    }
                }
            });
            LOG.debugf("%d partitions made", made);
        } catch (SQLException e) {
            LOG.error("The partitions of the months ahead could not be made; rows go to the default partition", e);
        }
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
