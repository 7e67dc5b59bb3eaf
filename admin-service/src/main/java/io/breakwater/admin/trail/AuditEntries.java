package io.breakwater.admin.trail;

import io.breakwater.admin.chain.ChainTable;
import io.breakwater.admin.chain.Entry;
import io.breakwater.admin.paging.Page;
import io.breakwater.admin.paging.PageRequest;
import io.breakwater.admin.subjectkey.DataKey;
import io.breakwater.admin.subjectkey.SubjectKeys;
import io.breakwater.common.problem.DatabaseOutage;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads pages of the trail, newest first. */
@ApplicationScoped
class AuditEntries {

    private final DataSource dataSource;
    private final SubjectKeys subjectKeys;

    AuditEntries(DataSource dataSource, SubjectKeys subjectKeys) {
        this.dataSource = dataSource;
        this.subjectKeys = subjectKeys;
    }

    /**
     * Which entries may be seen.
     *
     * @param chain null for all
     * @param environment the one of which, and of none, entries are shown; null for all
     */
    record Scope(@Nullable String chain, @Nullable String environment) {}

    private record Row(long position, Entry entry) {}

    /** One of the conditions of a query, with one argument. */
    private record Condition(String sql, Object argument) {}

    /**
     * @throws ProblemException {@code INVALID_CURSOR}; {@code DATABASE_UNAVAILABLE}
     */
    Page<EntryView> list(Scope scope, AuditFilter.Criteria criteria, PageRequest page) {
        List<Condition> conditions = conditions(scope, criteria, position(page));
        try (Connection connection = dataSource.getConnection()) {
            List<Row> rows = rows(connection, conditions, page.rows());
            Map<UUID, DataKey> keys = subjectKeys.find(
                    connection,
                    rows.stream()
                            .map(row -> row.entry().keyId())
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList());
            return page.page(rows, Row::position, row -> EntryView.of(row.entry(), personal(row.entry(), keys)));
        } catch (SQLException e) {
            throw DatabaseOutage.problem(e);
        }
    }

    private static List<Condition> conditions(Scope scope, AuditFilter.Criteria criteria, @Nullable Long before) {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, "chain = ?", scope.chain());
        add(conditions, "(environment IS NULL OR environment = ?)", scope.environment());
        if (criteria.action() != null && criteria.isPrefix()) {
            add(conditions, "action LIKE ?", criteria.action().replace("_", "\\_") + "%");
        } else {
            add(conditions, "action = ?", criteria.action());
        }
        add(conditions, "actor_id = ?", criteria.actor());
        add(conditions, "target_id = ?", criteria.target());
        add(conditions, "outcome = ?", criteria.outcome());
        add(conditions, "at >= ?", criteria.from());
        add(conditions, "at < ?", criteria.to());
        add(conditions, "position < ?", before);
        return conditions;
    }

    private static void add(List<Condition> conditions, String sql, @Nullable Object argument) {
        if (argument != null) {
            conditions.add(new Condition(sql, argument));
        }
    }

    private static List<Row> rows(Connection connection, List<Condition> conditions, int limit) throws SQLException {
        String where = conditions.isEmpty()
                ? ""
                : " WHERE "
                        + String.join(
                                " AND ", conditions.stream().map(Condition::sql).toList());
        try (PreparedStatement select = connection.prepareStatement("SELECT " + ChainTable.COLUMNS
                + ", position FROM audit_record" + where + " ORDER BY position DESC LIMIT ?")) {
            int index = 1;
            for (Condition condition : conditions) {
                select.setObject(index++, argument(condition.argument()));
            }
            select.setInt(index, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong("position"), ChainTable.entry(found)));
                }
            }
            return rows;
        }
    }

    private static Object argument(Object value) {
        return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
    }

    private static @Nullable String personal(Entry entry, Map<UUID, DataKey> keys) {
        if (entry.keyId() == null || entry.sealed() == null || !keys.containsKey(entry.keyId())) {
            return null;
        }
        byte[] sealed = Base64.getDecoder().decode(entry.sealed());
        // What was tampered with is not shown; verifying the chain tells of it.
        return keys.get(entry.keyId())
                .open(sealed, entry.binding())
                .map(open -> new String(open, StandardCharsets.UTF_8))
                .orElse(null);
    }

    private static @Nullable Long position(PageRequest page) {
        try {
            return page.after() == null ? null : Long.valueOf(page.after());
        } catch (NumberFormatException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR).causedBy(e);
        }
    }
}
