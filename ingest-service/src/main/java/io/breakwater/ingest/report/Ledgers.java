package io.breakwater.ingest.report;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.event.Transactions;
import io.breakwater.ingest.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads counts and positions as they stood at one moment. Blocks. */
@ApplicationScoped
class Ledgers {

    private static final String COUNTS = """
            SELECT state, sum(events)::bigint FROM ledger
            WHERE tenant_id = ? AND environment = ? GROUP BY state
            """;

    private static final String POSITIONS = "SELECT partition, last_id FROM partition_lease ORDER BY partition";

    private final Transactions transactions;

    Ledgers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @param counts by state, in its wire form
     * @param positions up to where each partition is committed; null for its beginning
     */
    record Snapshot(Map<String, Long> counts, SequencedMap<Integer, @Nullable StreamPosition> positions) {

        long count(String state) {
            return counts.getOrDefault(state, 0L);
        }

        long settled() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    Snapshot read(UUID tenant, Environment environment) {
        return transactions.answer(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Snapshot(counts(connection, tenant, environment), positions(connection));
        });
    }

    private static Map<String, Long> counts(Connection connection, UUID tenant, Environment environment)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
            select.setObject(1, tenant);
            select.setString(2, environment.wireName());
            try (ResultSet rows = select.executeQuery()) {
                Map<String, Long> counts = new HashMap<>();
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
                return counts;
            }
        }
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
