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

    private static final String COLUMNS =
            "SELECT erasure_id, tenant_id, participant_sha256, requested_at FROM erasure_ledger ";

    private static final String INSERT = """
            INSERT INTO erasure_ledger (erasure_id, tenant_id, participant_sha256, requested_at, published)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (erasure_id) DO NOTHING
            """;

    private final Sql sql;

    LedgerTable(Sql sql) {
        this.sql = sql;
    }

    /** Adds an entry; does nothing when it is there. */
    boolean insert(LedgerEntry entry, boolean published) {
        return sql.update(
                        INSERT,
                        entry.erasure(),
                        entry.subject().tenant(),
                        entry.subject().participantSha256(),
                        entry.requestedAt(),
                        published)
                == 1;
    }

    void complete(UUID erasure, Instant now) {
        sql.update(
                "UPDATE erasure_ledger SET completed_at = coalesce(completed_at, ?) WHERE erasure_id = ?",
                now,
                erasure);
    }

    /** Of these, those that are here. */
    List<UUID> known(List<UUID> erasures) {
        return sql.list(
                "SELECT erasure_id FROM erasure_ledger WHERE erasure_id = ANY (?)",
                row -> row.uuid("erasure_id"),
                erasures);
    }

    /** Entries that Redis is not known to have. */
    List<LedgerEntry> unpublished(int limit) {
        return sql.list(COLUMNS + "WHERE NOT published ORDER BY erasure_id LIMIT ?", LedgerTable::read, limit);
    }

    /** Redis has an entry. */
    void publish(UUID erasure) {
        sql.update("UPDATE erasure_ledger SET published = true WHERE erasure_id = ?", erasure);
    }

    /** Redis has an entry no more; false when that is known. */
    boolean forgotten(UUID erasure) {
        return sql.update("UPDATE erasure_ledger SET published = false WHERE erasure_id = ? AND published", erasure)
                == 1;
    }

    /** Entries since a time that Redis has had, in the order of their ids. */
    List<LedgerEntry> published(Instant since, UUID after, int limit) {
        return sql.list(
                COLUMNS + "WHERE published AND requested_at >= ? AND erasure_id > ? ORDER BY erasure_id LIMIT ?",
                LedgerTable::read,
                since,
                after,
                limit);
    }

    private static LedgerEntry read(Row row) throws SQLException {
        return new LedgerEntry(
                row.uuid("erasure_id"),
                new Subject(row.uuid("tenant_id"), null, row.textOrNull("participant_sha256")),
                row.instant("requested_at"));
    }
}
