package io.breakwater.auth.invitation;

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

/** The invitations in PostgreSQL. Blocks; thread-safe. */
@ApplicationScoped
class InvitationStore {

    private static final String INVITATIONS = """
            SELECT id, tenant_id, email, email_key, role, team_ids, invited_by, created_at, expires_at, accepted_at,
                   revoked_at
            FROM invitation
            """;
    /** Arguments: the tenant; the address's key. */
    private static final String MEMBER_OF_ADDRESS = """
            SELECT count(*) FROM membership m JOIN app_user u ON u.id = m.user_id
            WHERE m.tenant_id = ? AND u.email_key = ?
            """;

    private final Sql sql;

    InvitationStore(Sql sql) {
        this.sql = sql;
    }

    /** The newest first. */
    List<Invitation> list(UUID tenant, PageRequest page) {
        return page.after() == null
                ? sql.list(
                        INVITATIONS + "WHERE tenant_id = ? ORDER BY id DESC LIMIT ?",
                        InvitationStore::read,
                        tenant,
                        page.rows())
                : sql.list(
                        INVITATIONS + "WHERE tenant_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
                        InvitationStore::read,
                        tenant,
                        page.after(),
                        page.rows());
    }

    Optional<Invitation> find(UUID tenant, UUID id) {
        return sql.one(INVITATIONS + "WHERE tenant_id = ? AND id = ?", InvitationStore::read, tenant, id);
    }

    Optional<Invitation> byToken(byte[] sha256) {
        return sql.one(INVITATIONS + "WHERE sha256 = ?", InvitationStore::read, sha256);
    }

    boolean isMember(UUID tenant, String emailKey) {
        return sql.count(MEMBER_OF_ADDRESS, tenant, emailKey) > 0;
    }

    /** How many the tenant has made since then. */
    long madeSince(UUID tenant, Instant since) {
        return sql.count("SELECT count(*) FROM invitation WHERE tenant_id = ? AND created_at > ?", tenant, since);
    }

    void insert(Invitation invitation, byte[] sha256) {
        sql.update(
                """
                INSERT INTO invitation (id, tenant_id, email, email_key, role, team_ids, invited_by, created_at,
                                        expires_at, sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                invitation.id(),
                invitation.tenant(),
                invitation.email(),
                invitation.emailKey(),
                invitation.role().wireName(),
                invitation.teams(),
                invitation.invitedBy(),
                invitation.createdAt(),
                invitation.expiresAt(),
                sha256);
    }

    /**
     * Revokes the open invitation of an address, if there is one.
     *
     * @return which it was
     */
    Optional<UUID> revokeOpen(UUID tenant, String emailKey, Instant now) {
        return sql.one("""
                UPDATE invitation SET revoked_at = ?
                WHERE tenant_id = ? AND email_key = ? AND accepted_at IS NULL AND revoked_at IS NULL
                RETURNING id
                """, row -> row.uuid("id"), now, tenant, emailKey);
    }

    void revoke(UUID id, Instant now) {
        sql.update("UPDATE invitation SET revoked_at = ? WHERE id = ?", now, id);
    }

    void accept(UUID id, UUID user, Instant now) {
        sql.update("UPDATE invitation SET accepted_at = ?, accepted_by = ? WHERE id = ?", now, user, id);
    }

    private static Invitation read(Row row) throws SQLException {
        return new Invitation(
                row.uuid("id"),
                row.uuid("tenant_id"),
                row.text("email"),
                row.text("email_key"),
                Role.of(row.text("role")),
                row.uuids("team_ids"),
                row.uuidOrNull("invited_by"),
                row.instant("created_at"),
                row.instant("expires_at"),
                row.instantOrNull("accepted_at"),
                row.instantOrNull("revoked_at"));
    }
}
