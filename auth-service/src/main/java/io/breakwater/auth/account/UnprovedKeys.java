package io.breakwater.auth.account;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.sql.Sql;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** API keys made by someone who had not shown that the account's address is theirs. */
@ApplicationScoped
class UnprovedKeys {

    /** The user's, those that these made, and so on. */
    private static final String REVOKE = """
            WITH RECURSIVE made AS (
                SELECT id FROM api_key WHERE created_by = ? AND created_by_kind = 'user'
                UNION
                SELECT k.id FROM api_key k JOIN made m ON k.created_by = m.id AND k.created_by_kind = 'key')
            UPDATE api_key SET revoked_at = ?, updated_at = ?
            WHERE id IN (SELECT id FROM made) AND revoked_at IS NULL
            RETURNING id, tenant_id, environment
            """;

    private final Sql sql;
    private final ChangeFeed feed;
    private final AuditLog auditLog;
    private final Clock clock;

    UnprovedKeys(Sql sql, ChangeFeed feed, AuditLog auditLog, Clock clock) {
        this.sql = sql;
        this.feed = feed;
        this.auditLog = auditLog;
        this.clock = clock;
    }

    /** Revokes all keys that go back to a user, in every tenant. Joins the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    void revoke(UUID user) {
        Instant now = clock.instant();
        List<Revoked> revoked = sql.list(
                REVOKE,
                row -> new Revoked(row.uuid("id"), row.uuid("tenant_id"), Environment.of(row.text("environment"))),
                user,
                now,
                now);
        for (Revoked key : revoked) {
            feed.keyRevoked(key.id(), key.tenant(), key.environment());
            auditLog.record(AuditEvent.of("key.revoked")
                    .bySystem()
                    .in(key.tenant())
                    .environment(key.environment())
                    .on("api_key", key.id())
                    .with("reason", "address_not_proved"));
        }
    }

    private record Revoked(UUID id, UUID tenant, Environment environment) {}
}
