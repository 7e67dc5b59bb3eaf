package io.breakwater.auth.session;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes sessions that ended long ago, with their tokens, in short transactions. Tokens go with their session, not before:
 * as long as it lives, the reuse of each of them must be noticed.
 */
@ApplicationScoped
class SessionPurge {

    private static final Duration KEEP = Duration.ofDays(30);
    private static final int BATCH = 1000;
    private static final String SESSIONS = """
            DELETE FROM session WHERE id IN (
                (SELECT id FROM session WHERE ended_at < ?1 LIMIT ?2)
                UNION ALL
                (SELECT id FROM session WHERE ended_at IS NULL AND least(idle_expires_at, expires_at) < ?1 LIMIT ?2))
            """;

    private final EntityManager entities;
    private final Clock clock;

    SessionPurge(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    @Scheduled(identity = "session-purge", every = "1h", delayed = "2m")
    void purge() {
        Instant before = clock.instant().minus(KEEP);
        drain(SESSIONS, before);
    }

    private void drain(String sql, Instant before) {
        int deleted;
        do {
            deleted = QuarkusTransaction.requiringNew()
                    .call(() -> entities.createNativeQuery(sql)
                            .setParameter(1, before)
                            .setParameter(2, BATCH)
                            .executeUpdate());
        } while (deleted >= BATCH);
    }
}
