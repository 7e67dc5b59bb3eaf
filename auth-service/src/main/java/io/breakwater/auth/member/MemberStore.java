package io.breakwater.auth.member;

import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.sql.Row;
import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.user.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The memberships in PostgreSQL. Blocks; thread-safe. */
@ApplicationScoped
class MemberStore {

    /** Argument: the tenant. */
    private static final String MEMBERS = """
            SELECT u.id, u.email, u.name, u.email_verified_at IS NOT NULL AS verified, m.role, m.created_at
            FROM membership m JOIN app_user u ON u.id = m.user_id
            WHERE m.tenant_id = ?
            """;

    private final Sql sql;

    MemberStore(Sql sql) {
        this.sql = sql;
    }

    /** From the newest account. */
    List<MemberView> list(UUID tenant, PageRequest page) {
        return page.after() == null
                ? sql.list(MEMBERS + "ORDER BY m.user_id DESC LIMIT ?", MemberStore::read, tenant, page.rows())
                : sql.list(
                        MEMBERS + "AND m.user_id < ? ORDER BY m.user_id DESC LIMIT ?",
                        MemberStore::read,
                        tenant,
                        page.after(),
                        page.rows());
    }

    Optional<MemberView> find(UUID tenant, UUID user) {
        return sql.one(MEMBERS + "AND m.user_id = ?", MemberStore::read, tenant, user);
    }

    Optional<Role> role(UUID tenant, UUID user) {
        return sql.one(
                "SELECT role FROM membership WHERE tenant_id = ? AND user_id = ?",
                row -> Role.of(row.text("role")),
                tenant,
                user);
    }

    long owners(UUID tenant) {
        return sql.count("SELECT count(*) FROM membership WHERE tenant_id = ? AND role = 'owner'", tenant);
    }

    /** Whether the user was no member yet. */
    boolean add(UUID tenant, UUID user, Role role, Instant now) {
        return sql.update("""
                        INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """, tenant, user, role.wireName(), now) > 0;
    }

    void setRole(UUID tenant, UUID user, Role role) {
        sql.update("UPDATE membership SET role = ? WHERE tenant_id = ? AND user_id = ?", role.wireName(), tenant, user);
    }

    /** Takes a user out of the tenant and its teams. */
    void remove(UUID tenant, UUID user) {
        sql.update(
                "DELETE FROM team_member WHERE user_id = ? AND team_id IN (SELECT id FROM team WHERE tenant_id = ?)",
                user,
                tenant);
        sql.update("DELETE FROM membership WHERE tenant_id = ? AND user_id = ?", tenant, user);
    }

    /**
     * Revokes the open invitations that a member has sent.
     *
     * @return which they were
     */
    List<UUID> revokeInvitationsBy(UUID tenant, UUID user, Instant now) {
        return sql.list("""
                UPDATE invitation SET revoked_at = ?
                WHERE tenant_id = ? AND invited_by = ? AND accepted_at IS NULL AND revoked_at IS NULL
                  AND expires_at > ?
                RETURNING id
                """, row -> row.uuid("id"), now, tenant, user, now);
    }

    private static MemberView read(Row row) throws SQLException {
        return new MemberView(
                row.uuid("id"),
                row.text("email"),
                row.textOrNull("name"),
                Role.of(row.text("role")),
                row.flag("verified"),
                row.instant("created_at"));
    }
}
