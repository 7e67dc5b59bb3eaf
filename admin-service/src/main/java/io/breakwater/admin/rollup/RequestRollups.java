package io.breakwater.admin.rollup;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Adds requests to the hours they belong to. In the caller's transaction. */
@ApplicationScoped
class RequestRollups {

    private static final String ADD_HOUR = """
            INSERT INTO request_hour AS r (tenant_id, environment, hour, key_id, route, status, policy, requests)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, environment, hour, route, key_id, status, policy)
            DO UPDATE SET requests = r.requests + EXCLUDED.requests
            """;

    private static final String ADD = """
            INSERT INTO request_rollup AS r
                (tenant_id, environment, dimension, hour, value, requests, client_errors, server_errors, limited)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, environment, dimension, hour, value) DO UPDATE SET
                requests = r.requests + EXCLUDED.requests,
                client_errors = r.client_errors + EXCLUDED.client_errors,
                server_errors = r.server_errors + EXCLUDED.server_errors,
                limited = r.limited + EXCLUDED.limited
            """;

    /**
     * What requests are counted by.
     *
     * @param hour its first instant, UTC
     * @param key the API key's id; empty for people
     * @param policy the limit that refused them; empty for none
     */
    record Row(Scope scope, Instant hour, String key, String route, int status, String policy) {}

    private final ErasedTenants erasedTenants;

    RequestRollups(ErasedTenants erasedTenants) {
        this.erasedTenants = erasedTenants;
    }

    private record Slice(Scope scope, Dimension dimension, Instant hour, String value) {}

    void add(Connection connection, Map<Row, Long> rows) throws SQLException {
        Set<UUID> erased = erasedTenants.among(
                connection,
                rows.keySet().stream().map(row -> row.scope().tenant()).collect(Collectors.toSet()));
        Map<Row, Long> kept = new HashMap<>(rows);
        kept.keySet().removeIf(row -> erased.contains(row.scope().tenant()));
        addHours(connection, kept);
        addSlices(connection, slices(rows, kept));
    }

    private static void addHours(Connection connection, Map<Row, Long> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_HOUR)) {
            for (Map.Entry<Row, Long> entry : rows.entrySet()) {
                Row row = entry.getKey();
                insert.setObject(1, row.scope().tenant());
                insert.setString(2, row.scope().environment().wireName());
                insert.setObject(3, row.hour().atOffset(ZoneOffset.UTC));
                insert.setString(4, row.key());
                insert.setString(5, row.route());
                insert.setInt(6, row.status());
                insert.setString(7, row.policy());
                insert.setLong(8, entry.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Map<Slice, RequestCounts> slices(Map<Row, Long> all, Map<Row, Long> kept) {
        Map<Slice, RequestCounts> slices = new HashMap<>();
        all.forEach((row, requests) ->
                addCommon(slices, row.scope().everybody(), row, RequestCounts.of(row.status(), requests)));
        kept.forEach((row, requests) -> {
            RequestCounts counts = RequestCounts.of(row.status(), requests);
            Scope scope = row.scope();
            addCommon(slices, scope, row, counts);
            add(slices, scope, Dimension.KEY, row, row.key(), counts);
            add(slices, scope.everybody(), Dimension.TENANT, row, scope.tenant().toString(), counts);
        });
        return slices;
    }

    /** What is kept of a tenant and of the platform alike. */
    private static void addCommon(Map<Slice, RequestCounts> slices, Scope scope, Row row, RequestCounts counts) {
        add(slices, scope, Dimension.TOTAL, row, "", counts);
        add(slices, scope, Dimension.ROUTE, row, row.route(), counts);
        add(slices, scope, Dimension.STATUS, row, String.valueOf(row.status()), counts);
        if (!row.policy().isEmpty()) {
            add(slices, scope, Dimension.POLICY, row, row.policy(), counts);
        }
    }

    private static void add(
            Map<Slice, RequestCounts> slices,
            Scope scope,
            Dimension dimension,
            Row row,
            String value,
            RequestCounts counts) {
        slices.merge(new Slice(scope, dimension, row.hour(), value), counts, RequestCounts::plus);
    }

    private static void addSlices(Connection connection, Map<Slice, RequestCounts> slices) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Map.Entry<Slice, RequestCounts> entry : slices.entrySet()) {
                Slice slice = entry.getKey();
                RequestCounts counts = entry.getValue();
                insert.setObject(1, slice.scope().tenant());
                insert.setString(2, slice.scope().environment().wireName());
                insert.setString(3, slice.dimension().wireName());
                insert.setObject(4, slice.hour().atOffset(ZoneOffset.UTC));
                insert.setString(5, slice.value());
                insert.setLong(6, counts.requests());
                insert.setLong(7, counts.clientErrors());
                insert.setLong(8, counts.serverErrors());
                insert.setLong(9, counts.limited());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
