package io.breakwater.admin.killswitch;

import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.sql.Row;
import io.breakwater.admin.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The switches as they ought to be. In the caller's transaction. */
@ApplicationScoped
class SwitchTable {

    private static final String COLUMNS =
            "SELECT scope, id, reason, set_by, set_at, expires_at, removed_at, told FROM kill_switch ";

    /** Arguments: now, scope; then the row. Answers whether it was on before, as the statement found it. */
    private static final String PUT = """
            WITH before AS (
                SELECT removed_at IS NULL AND (expires_at IS NULL OR expires_at > ?::timestamptz) AS was_on
                FROM kill_switch WHERE scope = ?)
            INSERT INTO kill_switch (scope, id, reason, set_by, set_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (scope) DO UPDATE SET id = excluded.id, reason = excluded.reason, set_by = excluded.set_by,
                set_at = excluded.set_at, expires_at = excluded.expires_at, removed_at = NULL, told = false
            RETURNING coalesce((SELECT was_on FROM before), false) AS was_on
            """;

    private static final String REMOVE = """
            UPDATE kill_switch SET removed_at = ?, told = false
            WHERE scope = ? AND removed_at IS NULL AND (expires_at IS NULL OR expires_at > ?) RETURNING *
            """;
    private static final String EXPIRE = """
            UPDATE kill_switch SET removed_at = expires_at, told = false
            WHERE removed_at IS NULL AND expires_at <= ? RETURNING *
            """;

    /** Held until the transaction ends; the number is this lock's alone. */
    private static final long PUBLISHING = 0x6b69_6c6c_7377L;

    private final Sql sql;

    SwitchTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * Sets a switch, in place of one that may be there.
     *
     * @return whether there was one that was on
     */
    boolean put(SwitchRow row) {
        return sql.one(
                        PUT,
                        found -> found.flag("was_on"),
                        row.setAt(),
                        row.scope(),
                        row.scope(),
                        row.id(),
                        row.reason(),
                        row.setBy(),
                        row.setAt(),
                        row.expiresAt())
                .orElseThrow();
    }

    /** Takes a switch away; empty when none is on. */
    Optional<SwitchRow> remove(Scope scope, Instant now) {
        return sql.one(REMOVE, SwitchTable::read, now, scope.text(), now);
    }

    /** Takes away what has ended by itself. */
    List<SwitchRow> expire(Instant now) {
        return sql.list(EXPIRE, SwitchTable::read, now);
    }

    /** A switch that gateways obey or ought to. */
    Optional<SwitchRow> find(Scope scope) {
        return sql.one(COLUMNS + "WHERE scope = ?", SwitchTable::read, scope.text());
    }

    /** By scope. */
    List<SwitchRow> list(PageRequest page) {
        return sql.list(
                COLUMNS + "WHERE scope > ? ORDER BY scope LIMIT ?",
                SwitchTable::read,
                Objects.requireNonNullElse(page.after(), ""),
                page.rows());
    }

    List<SwitchRow> all() {
        return sql.list(COLUMNS, SwitchTable::read);
    }

    /** Waits until nobody else publishes. */
    void lock(long timeoutMs) {
        sql.list("SELECT set_config('lock_timeout', ?, true)", row -> "", timeoutMs + "ms");
        sql.list("SELECT pg_advisory_xact_lock(?)", row -> "", PUBLISHING);
    }

    /** Whether nobody else publishes; nobody will until the transaction ends. */
    boolean tryLock() {
        return sql.one("SELECT pg_try_advisory_xact_lock(?) AS mine", row -> row.flag("mine"), PUBLISHING)
                .orElse(false);
    }

    /** Redis has been told of a row: one that is on is marked, one that was taken away is gone. */
    void told(SwitchRow row) {
        sql.update(
                "UPDATE kill_switch SET told = true WHERE scope = ? AND id = ? AND removed_at IS NULL",
                row.scope(),
                row.id());
        sql.update(
                "DELETE FROM kill_switch WHERE scope = ? AND id = ? AND removed_at = ?",
                row.scope(),
                row.id(),
                row.removedAt());
    }

    private static SwitchRow read(Row row) throws SQLException {
        return new SwitchRow(
                row.text("scope"),
                row.uuid("id"),
                row.text("reason"),
                row.uuid("set_by"),
                row.instant("set_at"),
                row.instantOrNull("expires_at"),
                row.instantOrNull("removed_at"),
                row.flag("told"));
    }
}
