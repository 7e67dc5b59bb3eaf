package io.breakwater.auth.erasure;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.sql.Sql;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Erases one person. */
@ApplicationScoped
@Transactional
class UserErasure {

    private static final String LOCK_TENANTS = """
            SELECT id FROM tenant WHERE id IN (SELECT tenant_id FROM membership WHERE user_id = ?)
            ORDER BY id FOR NO KEY UPDATE
            """;
    /** Tenants with other members in which they alone are owner. */
    private static final String LAST_OWNER_OF = """
            SELECT m.tenant_id FROM membership m
            WHERE m.user_id = ? AND m.role = 'owner'
              AND NOT EXISTS (SELECT FROM membership o
                              WHERE o.tenant_id = m.tenant_id AND o.role = 'owner' AND o.user_id <> m.user_id)
              AND EXISTS (SELECT FROM membership o WHERE o.tenant_id = m.tenant_id AND o.user_id <> m.user_id)
            ORDER BY m.tenant_id
            """;

    private static final String ALONE_IN = """
            SELECT m.tenant_id FROM membership m
            WHERE m.user_id = ?
              AND NOT EXISTS (SELECT FROM membership o WHERE o.tenant_id = m.tenant_id AND o.user_id <> m.user_id)
            ORDER BY m.tenant_id
            """;
    private static final String LIVING_SESSIONS =
            "SELECT id, tenant_id FROM session WHERE user_id = ? AND ended_at IS NULL";

    private final PersonRows people;
    private final Sql sql;
    private final ChangeFeed feed;
    private final AuditLog audit;

    UserErasure(PersonRows people, Sql sql, ChangeFeed feed, AuditLog audit) {
        this.people = people;
        this.sql = sql;
        this.feed = feed;
        this.audit = audit;
    }

    /**
     * Erases a person: account, sessions, memberships, and what was sent to them. Keys that they made stay the tenants'.
     *
     * @throws ProblemException {@code CONFLICT}, with the {@code tenants}, while they are the last owner of a tenant that
     *     has other members
     */
    Erased erase(UUID user, AuditEvent event) {
        List<UUID> tenants = sql.list(LOCK_TENANTS, row -> row.uuid("id"), user);
        boolean exists = sql.one("SELECT id FROM app_user WHERE id = ? FOR UPDATE", row -> row.uuid("id"), user)
                .isPresent();
        List<UUID> ownerless = sql.list(LAST_OWNER_OF, row -> row.uuid("tenant_id"), user);
        if (!ownerless.isEmpty()) {
            throw ProblemException.of(
                            ErrorCode.CONFLICT, "The user is the last owner of tenants that have other members")
                    .withField("tenants", ownerless);
        }
        List<UUID> left = sql.list(ALONE_IN, row -> row.uuid("tenant_id"), user);
        sql.list(LIVING_SESSIONS, row -> new Living(row.uuid("id"), row.uuid("tenant_id")), user)
                .forEach(session -> feed.sessionEnded(session.id(), session.tenant()));
        tenants.forEach(tenant -> feed.userChanged(user, tenant));
        List<UUID> invitations = people.invitationsTo(user);
        Erased erased = people.delete(List.of(user)).leaving(left);
        if (exists) {
            audit.record(event.on("user", user).with("counts", erased.counts()).with("invitations", invitations));
        }
        return erased;
    }

    private record Living(UUID id, UUID tenant) {}
}
