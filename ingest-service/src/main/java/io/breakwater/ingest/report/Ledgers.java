package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads counts and positions as they stood at one moment. Blocks. */
@ApplicationScoped
class Ledgers {

    private static final String COUNTS =
            "SELECT state, sum(events)::bigint FROM ledger WHERE :whose AND day >= ? GROUP BY state";

    /** More acknowledged than settled: in flight, or lost. The log's shards of the ledger are those below 64. */
    private static final String OPEN = """
            SELECT tenant_id || '/' || environment, a.events - coalesce(l.events, 0)
            FROM (SELECT tenant_id, environment, sum(events)::bigint AS events FROM acknowledged
                  WHERE :whose AND day >= ? GROUP BY tenant_id, environment) a
            LEFT JOIN (SELECT tenant_id, environment, sum(events)::bigint AS events FROM ledger
                       WHERE :whose AND day >= ? AND shard < 64 GROUP BY tenant_id, environment) l
                USING (tenant_id, environment)
            WHERE a.events > coalesce(l.events, 0)
            """;

    private static final String OF_ONE = "tenant_id = ? AND environment = ?";

    private static final String OF_ALL = "true";

    private static final String POSITIONS = "SELECT partition, last_id FROM partition_lease ORDER BY partition";

    private static final LocalDate EVER = LocalDate.EPOCH;

    private final Transactions transactions;

    Ledgers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @param counts by state, in its wire form
     * @param open how many more were acknowledged by the log than are settled, by tenant and environment; those with none
     *     are left out. What was acknowledged is counted a little behind, so that it is never too many
     * @param positions up to where each partition is committed; null for its beginning
     */
    record Snapshot(
            Map<String, Long> counts,
            Map<String, Long> open,
            SequencedMap<Integer, @Nullable StreamPosition> positions) {

        long settled() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    Snapshot read(UUID tenant, Environment environment) {
        return read(OF_ONE, List.of(tenant, environment.wireName()), EVER);
    }

    /** The same of every tenant and environment. */
    Snapshot readAll() {
        return read(OF_ALL, List.of(), EVER);
    }

    /** The same of what was accepted on that UTC day or later. */
    Snapshot readAll(LocalDate since) {
        return read(OF_ALL, List.of(), since);
    }

    /** The key of {@link Snapshot#open}. */
    static String key(@Nullable Object tenant, @Nullable Object environment) {
        return tenant + "/" + environment;
    }

    private Snapshot read(String whose, List<Object> arguments, LocalDate since) {
        List<Object> once = new ArrayList<>(arguments);
        once.add(since);
        List<Object> twice = new ArrayList<>(once);
        twice.addAll(once);
        return transactions.answer(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Snapshot(
                    numbers(connection, COUNTS.replace(":whose", whose), once),
                    numbers(connection, OPEN.replace(":whose", whose), twice),
                    positions(connection));
        });
    }

    private static Map<String, Long> numbers(Connection connection, String sql, List<Object> arguments)
            throws SQLException {
        try (PreparedStatement select = prepare(connection, sql, arguments);
                ResultSet rows = select.executeQuery()) {
            Map<String, Long> numbers = new HashMap<>();
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getLong(2));
            }
            return numbers;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<Object> arguments)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.size(); i++) {
            select.setObject(i + 1, arguments.get(i));
        }
        return select;
    }

    private static SequencedMap<Integer, @Nullable StreamPosition> positions(Connection connection)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(POSITIONS);
                ResultSet rows = select.executeQuery()) {
            SequencedMap<Integer, @Nullable StreamPosition> positions = new LinkedHashMap<>();
            while (rows.next()) {
                String lastId = rows.getString(2);
                positions.put(rows.getInt(1), lastId == null ? null : StreamPosition.parse(lastId));
            }
            return positions;
        }
    }
}
