package io.breakwater.ingest.sdk;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.tombstone.Tombstones;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The sessions of SDKs. Blocks; thread-safe. Dropping the old ones is tried again when it fails. */
@ApplicationScoped
class SdkSessions {

    private static final Logger LOG = Logger.getLogger(SdkSessions.class);

    /** How many full batches of old sessions one turn drops at most. */
    private static final int MOST_BATCHES = 200;

    private static final String INSERT = """
            INSERT INTO sdk_session
                (tenant_id, environment, id, user_id, anonymous_id, locale, url, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** Parameters: tenant, environment, ids. Sessions that have ended count as well: beacons come late. */
    private static final String PARTICIPANTS = """
            SELECT id, coalesce(user_id, anonymous_id) FROM sdk_session
            WHERE tenant_id = ? AND environment = ? AND id = ANY (?) AND coalesce(user_id, anonymous_id) IS NOT NULL
            """;

    /** Rows that another instance is dropping are passed over. Parameters: the latest end, how many at most. */
    private static final String DROP = """
            DELETE FROM sdk_session WHERE (tenant_id, environment, id) IN (
                SELECT tenant_id, environment, id FROM sdk_session WHERE expires_at < ?
                ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private final Transactions transactions;
    private final SdkConfig config;
    private final Clock clock;

    SdkSessions(Transactions transactions, SdkConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @throws ProblemException {@code DATABASE_UNAVAILABLE}
     */
    SdkAnswers.Session open(Identity sender, SdkBodies.NewSession session) {
        UUID tenant = sender.requireTenant();
        return transactions.answer(connection -> {
            Tombstones.enter(connection);
            UUID id = UuidCreator.getTimeOrderedEpoch();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Instant end = now.plus(config.sessionTtl());
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, tenant);
                insert.setString(2, sender.environment().wireName());
                insert.setObject(3, id);
                insert.setString(4, session.userId());
                insert.setString(5, session.anonymousId());
                insert.setString(6, session.locale());
                insert.setString(7, session.url());
                insert.setObject(8, utc(now));
                insert.setObject(9, utc(end));
                insert.executeUpdate();
            }
            return new SdkAnswers.Session(id, end);
        });
    }

    /**
     * The user, else the anonymous id, behind those of the sessions that are the sender's and have either.
     *
     * @throws ProblemException {@code DATABASE_UNAVAILABLE}
     */
    Map<UUID, String> participants(Identity sender, Set<UUID> sessions) {
        UUID tenant = sender.requireTenant();
        return transactions.answer(connection -> {
            Map<UUID, String> participants = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(PARTICIPANTS)) {
                select.setObject(1, tenant);
                select.setString(2, sender.environment().wireName());
                select.setArray(3, connection.createArrayOf("uuid", sessions.toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        participants.put(rows.getObject(1, UUID.class), rows.getString(2));
                    }
                }
            }
            return participants;
        });
    }

    @Scheduled(
            identity = "ingest-sdk-sessions",
            every = "${breakwater.ingest.sdk.session-expiry-every:10m}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void dropOld() {
        try {
            int batches = 0;
            while (dropBatch(clock.instant().minus(config.sessionRetention())) == config.sessionExpiryBatch()
                    && ++batches < MOST_BATCHES) {
                LOG.debug("a full batch: there may be more");
            }
        } catch (SQLException e) {
            LOG.warn("Old sessions could not be dropped; it is tried again", e);
        }
    }

    /** Drops up to one batch of the sessions that ended before a time, and says how many. */
    int dropBatch(Instant endedBefore) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DROP)) {
                delete.setObject(1, utc(endedBefore));
                delete.setInt(2, config.sessionExpiryBatch());
                return delete.executeUpdate();
            }
        });
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
