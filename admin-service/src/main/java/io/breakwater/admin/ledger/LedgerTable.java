package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Subject;
import io.breakwater.admin.sql.Row;
import io.breakwater.admin.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The ledger in PostgreSQL. In the caller's transaction. */
@ApplicationScoped
class LedgerTable {

    private static final String SELECT = "SELECT erasure_id, tenant_id, participant_sha256, requested_at, ";
    private static final String INSERT = """
            INSERT INTO erasure_ledger (erasure_id, tenant_id, participant_sha256, requested_at, published)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (erasure_id)\s""";
    private static final String LATER = """
            DO UPDATE SET requested_at = excluded.requested_at, published = false
            WHERE erasure_ledger.requested_at < excluded.requested_at
            """;
    /** Arguments: the later time, erasure, whether the other knows it as complete, the later time. */
    private static final String REOPEN = """
            UPDATE erasure_ledger SET requested_at = greatest(requested_at, ?), completed_at = NULL,
                                      completion_published = false
            WHERE erasure_id = ? AND ((? AND completed_at IS NULL) OR requested_at < ?)
            """;

    private static final String FORGOTTEN = """
            UPDATE erasure_ledger SET published = false, completion_published = false, completed_at = NULL
            WHERE erasure_id = ? AND published
            """;
    /** Arguments: a time, the same, the last erasure of the page before, limit. */
    private static final String PUBLISHED = SELECT + """
            CASE WHEN completion_published THEN completed_at END AS completed_at FROM erasure_ledger
            WHERE ((published AND requested_at >= ?) OR (published AND completion_published AND completed_at >= ?))
              AND erasure_id > ? ORDER BY erasure_id LIMIT ?
            """;

    private static final String UNPUBLISHED =
            SELECT + "NULL::timestamptz AS completed_at FROM erasure_ledger WHERE NOT published";
    private static final String COMPLETION_UNPUBLISHED = SELECT + "completed_at FROM erasure_ledger"
            + " WHERE published AND completed_at IS NOT NULL AND NOT completion_published";

    private final Sql sql;

    LedgerTable(Sql sql) {
        this.sql = sql;
    }

    /** Adds an erasure that was asked for, or that it now reaches up to a later time. */
    void enter(LedgerEntry entry) {
        insert(entry, false, LATER);
    }

    /** Adds an erasure that Redis has, as one that is to be done; does nothing when it is there. */
    boolean learn(LedgerEntry entry) {
        return insert(entry, true, "DO NOTHING") == 1;
    }

    private int insert(LedgerEntry entry, boolean published, String otherwise) {
        return sql.update(
                INSERT + otherwise,
                entry.erasure(),
                entry.subject().tenant(),
                entry.subject().participantSha256(),
                entry.requestedAt(),
                published);
    }

    void complete(UUID erasure, Instant now) {
        sql.update(
                "UPDATE erasure_ledger SET completed_at = coalesce(completed_at, ?) WHERE erasure_id = ?",
                now,
                erasure);
    }

    /** Of these, those that are here. */
    List<LedgerEntry> known(List<UUID> erasures) {
        return sql.list(
                SELECT + "completed_at FROM erasure_ledger WHERE erasure_id = ANY (?)", LedgerTable::read, erasures);
    }

    /** Requests, then completions, that Redis is not known to have. */
    List<LedgerEntry> unpublished(int limit) {
        return sql.list(
                "(" + UNPUBLISHED + " ORDER BY erasure_id LIMIT ?) UNION ALL (" + COMPLETION_UNPUBLISHED
                        + " ORDER BY erasure_id LIMIT ?)",
                LedgerTable::read,
                limit,
                limit);
    }

    /** Redis has what an entry says; nothing when more was entered meanwhile. */
    void publish(LedgerEntry entry) {
        sql.update(
                entry.isComplete()
                        ? "UPDATE erasure_ledger SET completion_published = true WHERE erasure_id = ? AND completed_at = ?"
                        : "UPDATE erasure_ledger SET published = true WHERE erasure_id = ? AND requested_at = ?",
                entry.erasure(),
                entry.isComplete() ? entry.completedAt() : entry.requestedAt());
    }

    /** Redis has an erasure, or that it is complete, no more: it is to be done again; false when that is known. */
    boolean forgotten(UUID erasure) {
        return sql.update(FORGOTTEN, erasure) == 1;
    }

    /** Redis knows an erasure as complete, or as reaching further, and this does not: false when it does now. */
    boolean reopen(LedgerEntry entry) {
        return sql.update(REOPEN, entry.requestedAt(), entry.erasure(), entry.isComplete(), entry.requestedAt()) == 1;
    }

    /**
     * Erasures that were asked for or completed since a time and of which Redis has had that, in the order of their ids;
     * complete when Redis has had that.
     */
    List<LedgerEntry> published(Instant since, UUID after, int limit) {
        return sql.list(PUBLISHED, LedgerTable::read, since, since, after, limit);
    }

    private static LedgerEntry read(Row row) throws SQLException {
        return new LedgerEntry(
                row.uuid("erasure_id"),
                new Subject(row.uuid("tenant_id"), null, row.textOrNull("participant_sha256")),
                row.instant("requested_at"),
                row.instantOrNull("completed_at"));
    }
}
