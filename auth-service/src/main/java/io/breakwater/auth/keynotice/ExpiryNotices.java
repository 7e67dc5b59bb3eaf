package io.breakwater.auth.keynotice;

import io.breakwater.common.identity.Environment;
import io.breakwater.outbox.Outbox;
import io.breakwater.outbox.OutboxMessage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Looks for keys that are about to expire and gives notice. */
@ApplicationScoped
class ExpiryNotices {

    /** The Redis stream of notices to a tenant's administrators. */
    static final String STREAM = "auth:notices";

    private static final int BATCH = 500;
    /** Parameters: 1 now, 2 a day later, 3 seven days later, 4 how many. */
    private static final String MARK = """
            WITH due AS (
                SELECT id, CASE WHEN expires_at <= ?2 THEN 1 ELSE 7 END AS days FROM api_key
                WHERE revoked_at IS NULL AND replaced_by IS NULL AND expires_at > ?1 AND expires_at <= ?3
                  AND (expiry_notice_days IS NULL OR (expiry_notice_days > 1 AND expires_at <= ?2))
                ORDER BY expires_at LIMIT ?4 FOR UPDATE SKIP LOCKED)
            UPDATE api_key k SET expiry_notice_days = due.days FROM due WHERE k.id = due.id
            RETURNING k.id, k.tenant_id, k.environment, k.name, k.expires_at, due.days
            """;

    private final EntityManager entities;
    private final Outbox outbox;
    private final Clock clock;

    ExpiryNotices(EntityManager entities, Outbox outbox, Clock clock) {
        this.entities = entities;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Scheduled(identity = "key-expiry-notices", every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void giveNotice() {
        int given;
        do {
            given = QuarkusTransaction.requiringNew().call(this::batch);
        } while (given == BATCH);
    }

    private int batch() {
        Instant now = clock.instant();
        @SuppressWarnings("unchecked") // A native query of several columns yields arrays.
        List<Object[]> rows = entities.createNativeQuery(MARK)
                .setParameter(1, now)
                .setParameter(2, now.plus(Duration.ofDays(1)))
                .setParameter(3, now.plus(Duration.ofDays(7)))
                .setParameter(4, BATCH)
                .getResultList();
        rows.forEach(this::tell);
        return rows.size();
    }

    private void tell(Object[] row) {
        UUID tenant = (UUID) row[1];
        Map<String, Object> notice = Map.of(
                "key_id", row[0],
                "tenant_id", tenant,
                "name", row[3],
                "expires_at", row[4],
                "days", row[5]);
        outbox.append(new OutboxMessage(STREAM, "key.expiring", notice, tenant, Environment.of(row[2].toString())));
    }
}
