package io.breakwater.auth.erasure;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.sql.Sql;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Erases one tenant. */
@ApplicationScoped
@Transactional
class TenantErasure {

    /**
     * As strong as what whoever changes a tenant holds, and no stronger: a login, which holds its user, still gets to refer
     * to the tenant, and so ends before its user is locked here.
     */
    private static final String LOCK_TENANT = "SELECT id FROM tenant WHERE id = ? FOR NO KEY UPDATE";
    /** So that none of them joins another tenant meanwhile. */
    private static final String LOCK_MEMBERS = """
            SELECT id FROM app_user WHERE id IN (SELECT user_id FROM membership WHERE tenant_id = ?)
            ORDER BY id FOR UPDATE
            """;
    /** Members who belong to no other tenant. Arguments: the tenant, twice. */
    private static final String ONLY_HERE = """
            SELECT m.user_id FROM membership m
            WHERE m.tenant_id = ?
              AND NOT EXISTS (SELECT FROM membership o WHERE o.user_id = m.user_id AND o.tenant_id <> ?)
            ORDER BY m.user_id
            """;

    private static final String UNREVOKED_KEYS =
            "SELECT id, environment FROM api_key WHERE tenant_id = ? AND revoked_at IS NULL";
    private static final String OF_TENANT = "tenant_id = ?";
    /** Locks in the order in which the relay does. */
    private static final String EVENTS = """
            UPDATE outbox SET payload = jsonb_set(payload, '{personal}', 'null')
            WHERE position IN (SELECT position FROM outbox
                               WHERE tenant_id = ? AND jsonb_typeof(payload->'personal') = 'object'
                               ORDER BY position FOR UPDATE)
            """;

    private final PersonRows people;
    private final Sql sql;
    private final ChangeFeed feed;
    private final AuditLog audit;

    TenantErasure(PersonRows people, Sql sql, ChangeFeed feed, AuditLog audit) {
        this.people = people;
        this.sql = sql;
        this.feed = feed;
        this.audit = audit;
    }

    /** Erases a tenant: its keys, teams, invitations and memberships, and the members who belong to no other tenant. */
    Erased erase(UUID tenant, AuditEvent event) {
        boolean exists = sql.one(LOCK_TENANT, row -> row.uuid("id"), tenant).isPresent();
        if (!exists) {
            return Erased.nothing();
        }
        sql.list(UNREVOKED_KEYS, row -> new Living(row.uuid("id"), Environment.of(row.text("environment"))), tenant)
                .forEach(key -> feed.keyRevoked(key.id(), tenant, key.environment()));
        feed.tenantChanged(tenant);
        sql.list(LOCK_MEMBERS, row -> row.uuid("id"), tenant);
        List<UUID> onlyHere = sql.list(ONLY_HERE, row -> row.uuid("user_id"), tenant, tenant);
        Map<UUID, List<UUID>> invitations = new HashMap<>();
        onlyHere.forEach(person -> invitations.put(person, people.invitationsTo(person)));
        Erased erased = people.delete(onlyHere)
                .plus("api_keys", delete("api_key", OF_TENANT, tenant))
                .plus("invitations", delete("invitation", OF_TENANT, tenant))
                .plus(
                        "team_memberships",
                        delete("team_member", "team_id IN (SELECT id FROM team WHERE tenant_id = ?)", tenant))
                .plus("teams", delete("team", OF_TENANT, tenant))
                .plus(
                        "refresh_tokens",
                        delete("refresh_token", "family IN (SELECT id FROM session WHERE tenant_id = ?)", tenant))
                .plus("sessions", delete("session", OF_TENANT, tenant))
                .plus("memberships", delete("membership", OF_TENANT, tenant))
                .plus("idempotency", delete("idempotency", OF_TENANT, tenant))
                .plus("outbox", sql.update(EVENTS, tenant))
                .plus("tenants", delete("tenant", "id = ?", tenant));
        // Whoever keeps something of these people elsewhere forgets it, too.
        invitations.forEach((person, invited) -> audit.record(AuditEvent.of("user.erased")
                .bySystem()
                .aboutNobody()
                .on("user", person)
                .with("reason", "tenant_erased")
                .with("invitations", invited)));
        audit.record(event.in(tenant).on("tenant", tenant).with("counts", erased.counts()));
        return erased;
    }

    private long delete(String table, String condition, UUID tenant) {
        return sql.update("DELETE FROM " + table + " WHERE " + condition, tenant);
    }

    private record Living(UUID id, Environment environment) {}
}
