package io.breakwater.auth.team;

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
import org.jspecify.annotations.Nullable;

/** The teams in PostgreSQL. Blocks; thread-safe. */
@ApplicationScoped
class TeamStore {

    /** Arguments: the tenant; the ids that may be seen, twice, null for all. */
    private static final String TEAMS = """
            SELECT t.id, t.name, t.created_at, t.updated_at,
                   (SELECT count(*) FROM team_member m WHERE m.team_id = t.id) AS members
            FROM team t
            WHERE t.tenant_id = ? AND (?::uuid[] IS NULL OR t.id = ANY (?::uuid[]))
            """;
    /** Argument: the team. */
    private static final String MEMBERS = """
            SELECT u.id, u.email, u.name, m.role, tm.created_at
            FROM team_member tm
                JOIN team t ON t.id = tm.team_id
                JOIN app_user u ON u.id = tm.user_id
                JOIN membership m ON m.user_id = tm.user_id AND m.tenant_id = t.tenant_id
            WHERE tm.team_id = ?
            """;
    /** Arguments: the tenant; the team; now. */
    private static final String LIVING_KEYS = """
            SELECT count(*) FROM api_key
            WHERE tenant_id = ? AND team_ids @> ARRAY[?::uuid] AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > ?)
            """;

    private final Sql sql;

    TeamStore(Sql sql) {
        this.sql = sql;
    }

    /** The newest first. */
    List<TeamView> list(UUID tenant, @Nullable List<UUID> visible, PageRequest page) {
        return page.after() == null
                ? sql.list(TEAMS + "ORDER BY t.id DESC LIMIT ?", TeamStore::read, tenant, visible, visible, page.rows())
                : sql.list(
                        TEAMS + "AND t.id < ? ORDER BY t.id DESC LIMIT ?",
                        TeamStore::read,
                        tenant,
                        visible,
                        visible,
                        page.after(),
                        page.rows());
    }

    Optional<TeamView> find(UUID tenant, @Nullable List<UUID> visible, UUID team) {
        return sql.one(TEAMS + "AND t.id = ?", TeamStore::read, tenant, visible, visible, team);
    }

    /** Which of the ids are teams of the tenant. */
    List<UUID> existing(UUID tenant, List<UUID> teams) {
        return sql.list(
                "SELECT id FROM team WHERE tenant_id = ? AND id = ANY (?::uuid[])",
                row -> row.uuid("id"),
                tenant,
                teams);
    }

    boolean isNameTaken(UUID tenant, String name, @Nullable UUID except) {
        return sql.count("""
                        SELECT count(*) FROM team
                        WHERE tenant_id = ? AND lower(name) = lower(?) AND (?::uuid IS NULL OR id <> ?::uuid)
                        """, tenant, name, except, except) > 0;
    }

    void insert(UUID id, UUID tenant, String name, Instant now) {
        sql.update(
                "INSERT INTO team (id, tenant_id, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
                id,
                tenant,
                name,
                now,
                now);
    }

    void rename(UUID id, String name, Instant now) {
        sql.update("UPDATE team SET name = ?, updated_at = ? WHERE id = ?", name, now, id);
    }

    void delete(UUID id) {
        sql.update("DELETE FROM team WHERE id = ?", id);
    }

    /** How many keys that are not revoked or expired name the team. */
    long livingKeys(UUID tenant, UUID team, Instant now) {
        return sql.count(LIVING_KEYS, tenant, team, now);
    }

    /** From the newest account. */
    List<TeamMemberView> members(UUID team, PageRequest page) {
        return page.after() == null
                ? sql.list(MEMBERS + "ORDER BY u.id DESC LIMIT ?", TeamStore::readMember, team, page.rows())
                : sql.list(
                        MEMBERS + "AND u.id < ? ORDER BY u.id DESC LIMIT ?",
                        TeamStore::readMember,
                        team,
                        page.after(),
                        page.rows());
    }

    /** Whether the user was not in it yet. */
    boolean addMember(UUID team, UUID user, Instant now) {
        return sql.update(
                        "INSERT INTO team_member (team_id, user_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        team,
                        user,
                        now)
                > 0;
    }

    /** Whether the user was in it. */
    boolean removeMember(UUID team, UUID user) {
        return sql.update("DELETE FROM team_member WHERE team_id = ? AND user_id = ?", team, user) > 0;
    }

    private static TeamView read(Row row) throws SQLException {
        return new TeamView(
                row.uuid("id"),
                row.text("name"),
                row.number("members"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static TeamMemberView readMember(Row row) throws SQLException {
        return new TeamMemberView(
                row.uuid("id"),
                row.text("email"),
                row.textOrNull("name"),
                Role.of(row.text("role")),
                row.instant("created_at"));
    }
}
