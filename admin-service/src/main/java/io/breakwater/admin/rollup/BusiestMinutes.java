package io.breakwater.admin.rollup;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps each hour's busiest minute. Counts of minutes are kept for some hours; whatever comes in is added to its minute and
 * the minute compared with the hour's best. What comes later than that is in the hour's sum, and in no minute's. In the
 * caller's transaction.
 */
@ApplicationScoped
class BusiestMinutes {

    /** Arguments: kind, tenants, environments, minutes, amounts. */
    private static final String ADD = """
            INSERT INTO minute_count AS m (tenant_id, environment, kind, minute, amount)
            SELECT tenant_id, environment, ?, minute, amount
            FROM unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::bigint[])
                AS counted (tenant_id, environment, minute, amount)
            ON CONFLICT (tenant_id, environment, kind, minute) DO UPDATE SET amount = m.amount + EXCLUDED.amount
            """;

    /** Takes the best of the minutes that were just added to. Arguments: tenants, environments, minutes, kind. */
    private static final String COMPARE = """
            INSERT INTO busiest_minute AS b (tenant_id, environment, kind, hour, minute, amount)
            SELECT DISTINCT ON (tenant_id, environment, date_trunc('hour', minute, 'UTC'))
                tenant_id, environment, kind, date_trunc('hour', minute, 'UTC'), minute, amount
            FROM minute_count
            JOIN unnest(?::uuid[], ?::text[], ?::timestamptz[]) AS counted (tenant_id, environment, minute)
                USING (tenant_id, environment, minute)
            WHERE kind = ? AND amount > 0
            ORDER BY tenant_id, environment, date_trunc('hour', minute, 'UTC'), amount DESC, minute
            ON CONFLICT (tenant_id, environment, kind, hour) DO UPDATE
                SET minute = EXCLUDED.minute, amount = EXCLUDED.amount
                WHERE EXCLUDED.amount > b.amount
            """;

    private final ErasedTenants erasedTenants;

    BusiestMinutes(ErasedTenants erasedTenants) {
        this.erasedTenants = erasedTenants;
    }

    enum Kind {
        REQUESTS,
        EVENTS;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param minute its first instant, UTC
     */
    record Minute(Scope scope, Instant minute) {}

    /** Adds to a tenant's minutes and to everybody's. */
    void add(Connection connection, Kind kind, Map<Minute, Long> counted) throws SQLException {
        Set<UUID> erased = erasedTenants.among(
                connection,
                counted.keySet().stream().map(minute -> minute.scope().tenant()).collect(Collectors.toSet()));
        Map<Minute, Long> all = new HashMap<>(counted);
        all.keySet().removeIf(minute -> erased.contains(minute.scope().tenant()));
        counted.forEach((minute, amount) ->
                all.merge(new Minute(minute.scope().everybody(), minute.minute()), amount, Long::sum));
        List<Map.Entry<Minute, Long>> rows = List.copyOf(all.entrySet());
        Object[] tenants = column(rows, row -> row.getKey().scope().tenant());
        Object[] environments =
                column(rows, row -> row.getKey().scope().environment().wireName());
        Object[] minutes = column(
                rows, row -> row.getKey().minute().atOffset(ZoneOffset.UTC).toString());
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, kind.wireName());
            insert.setArray(2, connection.createArrayOf("uuid", tenants));
            insert.setArray(3, connection.createArrayOf("text", environments));
            insert.setArray(4, connection.createArrayOf("text", minutes));
            insert.setArray(5, connection.createArrayOf("bigint", column(rows, Map.Entry::getValue)));
            insert.executeUpdate();
        }
        try (PreparedStatement compare = connection.prepareStatement(COMPARE)) {
            compare.setArray(1, connection.createArrayOf("uuid", tenants));
            compare.setArray(2, connection.createArrayOf("text", environments));
            compare.setArray(3, connection.createArrayOf("text", minutes));
            compare.setString(4, kind.wireName());
            compare.executeUpdate();
        }
    }

    /** Forgets the minutes before a time, and the busiest of hours before another. */
    void forget(Connection connection, Instant minutesBefore, Instant hoursBefore) throws SQLException {
        delete(connection, "DELETE FROM minute_count WHERE minute < ?", minutesBefore);
        delete(connection, "DELETE FROM busiest_minute WHERE hour < ?", hoursBefore.truncatedTo(ChronoUnit.HOURS));
    }

    private static void delete(Connection connection, String sql, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }

    private static Object[] column(
            List<Map.Entry<Minute, Long>> rows, Function<Map.Entry<Minute, Long>, Object> value) {
        return rows.stream().map(value).toArray();
    }
}
