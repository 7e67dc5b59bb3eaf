package io.breakwater.admin.analytics;

import io.breakwater.admin.rollup.Dimension;
import io.breakwater.admin.rollup.EventCounts;
import io.breakwater.admin.rollup.RequestCounts;
import io.breakwater.admin.rollup.Scope;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads roll-ups by period in one transaction of its caller's. Not thread-safe. */
final class PostgresRollups {

    /**
     * The hours of days that are not packed, and those of packed days. A day of the latter has running totals: an element
     * less another is the sum of the hours between. Arguments: the periods' starts; tenant, environment, dimension, start,
     * end; the spans' days, first hours, ends and periods; tenant, environment, dimension, the first day and the last.
     */
    private static final String REQUESTS = """
            SELECT period, value,
                   sum(requests)::bigint, sum(client_errors)::bigint, sum(server_errors)::bigint, sum(limited)::bigint
            FROM (
                SELECT width_bucket(hour, ?) - 1 AS period, value, requests, client_errors, server_errors, limited
                FROM request_rollup
                WHERE tenant_id = ? AND environment = ? AND dimension = ? AND hour >= ? AND hour < ?
                UNION ALL
                SELECT period, value,
                       requests[till] - coalesce(requests[since], 0),
                       client_errors[till] - coalesce(client_errors[since], 0),
                       server_errors[till] - coalesce(server_errors[since], 0),
                       limited[till] - coalesce(limited[since], 0)
                FROM request_rollup_day
                JOIN unnest(?, ?, ?, ?) AS span (day, since, till, period) USING (day)
                WHERE tenant_id = ? AND environment = ? AND dimension = ? AND day BETWEEN ? AND ?) AS counted
            GROUP BY 1, 2
            """;

    /** The same of one key or route. {@code :value} and {@code :filter} are of the constants below. */
    private static final String FILTERED_REQUESTS = """
            SELECT period, value,
                   sum(requests)::bigint,
                   coalesce(sum(requests) FILTER (WHERE status BETWEEN 400 AND 499 AND status <> 429), 0)::bigint,
                   coalesce(sum(requests) FILTER (WHERE status BETWEEN 500 AND 599), 0)::bigint,
                   coalesce(sum(requests) FILTER (WHERE status = 429), 0)::bigint
            FROM (
                SELECT width_bucket(hour, ?) - 1 AS period, :value AS value, status, requests
                FROM request_hour
                WHERE tenant_id = ? AND environment = ? AND hour >= ? AND hour < ? :filter
                UNION ALL
                SELECT period, :value, status, requests[till] - coalesce(requests[since], 0)
                FROM request_day
                JOIN unnest(?, ?, ?, ?) AS span (day, since, till, period) USING (day)
                WHERE tenant_id = ? AND environment = ? AND day BETWEEN ? AND ? :filter) AS counted
            GROUP BY 1, 2
            """;

    /** As {@link #REQUESTS}. */
    private static final String EVENTS = """
            SELECT period, value,
                   sum(processed)::bigint, sum(duplicate)::bigint, sum(conflict)::bigint,
                   sum(dead)::bigint, sum(discarded)::bigint, sum(erased)::bigint
            FROM (
                SELECT width_bucket(hour, ?) - 1 AS period, value,
                       processed, duplicate, conflict, dead, discarded, erased
                FROM event_rollup
                WHERE tenant_id = ? AND environment = ? AND dimension = ? AND hour >= ? AND hour < ?
                UNION ALL
                SELECT period, value,
                       processed[till] - coalesce(processed[since], 0),
                       duplicate[till] - coalesce(duplicate[since], 0),
                       conflict[till] - coalesce(conflict[since], 0),
                       dead[till] - coalesce(dead[since], 0),
                       discarded[till] - coalesce(discarded[since], 0),
                       erased[till] - coalesce(erased[since], 0)
                FROM event_rollup_day
                JOIN unnest(?, ?, ?, ?) AS span (day, since, till, period) USING (day)
                WHERE tenant_id = ? AND environment = ? AND dimension = ? AND day BETWEEN ? AND ?) AS counted
            GROUP BY 1, 2
            """;

    /** Arguments: the periods' starts; tenant, environment, kind, start, end. */
    private static final String BUSIEST = """
            SELECT DISTINCT ON (1) width_bucket(hour, ?) - 1 AS period, minute, amount
            FROM busiest_minute
            WHERE tenant_id = ? AND environment = ? AND kind = ? AND hour >= ? AND hour < ?
            ORDER BY 1, amount DESC, minute
            """;

    private final Connection connection;
    private final Scope scope;
    private final Timeline timeline;

    PostgresRollups(Connection connection, Scope scope, Timeline timeline) {
        this.connection = connection;
        this.scope = scope;
        this.timeline = timeline;
    }

    /**
     * A cell of the answer.
     *
     * @param period its place in the timeline
     */
    record Cell(int period, String value, Counts counts) {}

    List<Cell> requests(Dimension dimension) throws SQLException {
        return cells(REQUESTS, both(List.of(dimension.wireName()), List.of()), row -> Counts.of(requestsOf(row)));
    }

    /**
     * @param key null for all
     * @param route null for all
     */
    List<Cell> requests(Dimension dimension, @Nullable String key, @Nullable String route) throws SQLException {
        StringBuilder filter = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        if (key != null) {
            filter.append(" AND key_id = ?");
            arguments.add(key);
        }
        if (route != null) {
            filter.append(" AND route = ?");
            arguments.add(route);
        }
        if (dimension == Dimension.POLICY) {
            filter.append(" AND policy <> ''");
        }
        String sql = FILTERED_REQUESTS.replace(":value", column(dimension)).replace(":filter", filter);
        return cells(sql, both(List.of(), arguments), row -> Counts.of(requestsOf(row)));
    }

    List<Cell> events(Dimension dimension) throws SQLException {
        return cells(
                EVENTS,
                both(List.of(dimension.wireName()), List.of()),
                row -> Counts.of(new EventCounts(
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8))));
    }

    /** By period; those without any are left out. */
    Map<Integer, BusiestMinute> busiest(String kind) throws SQLException {
        try (PreparedStatement select = prepare(BUSIEST, hours(List.of(kind)));
                ResultSet rows = select.executeQuery()) {
            Map<Integer, BusiestMinute> busiest = new HashMap<>();
            while (rows.next()) {
                Instant at = rows.getObject(2, OffsetDateTime.class).toInstant();
                busiest.put(rows.getInt(1), new BusiestMinute(at, rows.getLong(3)));
            }
            return busiest;
        }
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case TOTAL -> "''";
            case KEY -> "key_id";
            case ROUTE -> "route";
            case STATUS -> "status::text";
            case POLICY -> "policy";
            case EVENT_NAME, TENANT -> throw new IllegalArgumentException("requests have no " + dimension);
        };
    }

    private static RequestCounts requestsOf(ResultSet row) throws SQLException {
        return new RequestCounts(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    private interface RowReader {
        Counts read(ResultSet row) throws SQLException;
    }

    private List<Cell> cells(String sql, List<Object> arguments, RowReader reader) throws SQLException {
        try (PreparedStatement select = prepare(sql, arguments);
                ResultSet rows = select.executeQuery()) {
            List<Cell> cells = new ArrayList<>();
            while (rows.next()) {
                Counts counts = reader.read(rows);
                // Other hours of a packed day, or what was corrected to nothing.
                if (!counts.equals(Counts.NONE)) {
                    cells.add(new Cell(rows.getInt(1), rows.getString(2), counts));
                }
            }
            return cells;
        }
    }

    /** For hourly rows and for packed days: a condition's arguments follow the environment, a filter's come last. */
    private List<Object> both(List<Object> condition, List<Object> filter) throws SQLException {
        List<Object> arguments = hours(condition);
        arguments.addAll(filter);
        List<Timeline.Span> spans = timeline.spans();
        arguments.add(array("date", spans, span -> span.day().toString()));
        arguments.add(array("int4", spans, Timeline.Span::since));
        arguments.add(array("int4", spans, Timeline.Span::till));
        arguments.add(array("int4", spans, Timeline.Span::period));
        arguments.add(scope.tenant());
        arguments.add(scope.environment().wireName());
        arguments.addAll(condition);
        arguments.add(spans.getFirst().day());
        arguments.add(spans.getLast().day());
        arguments.addAll(filter);
        return arguments;
    }

    private List<Object> hours(List<Object> condition) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        // Not as text with a cast: that would be done for every row.
        arguments.add(array("timestamptz", timeline.starts(), Instant::toString));
        arguments.add(scope.tenant());
        arguments.add(scope.environment().wireName());
        arguments.addAll(condition);
        arguments.add(timeline.start().atOffset(ZoneOffset.UTC));
        arguments.add(timeline.end().atOffset(ZoneOffset.UTC));
        return arguments;
    }

    private <T> Array array(String type, List<T> values, Function<T, Object> element) throws SQLException {
        return connection.createArrayOf(type, values.stream().map(element).toArray());
    }

    private PreparedStatement prepare(String sql, List<Object> arguments) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.size(); i++) {
            select.setObject(i + 1, arguments.get(i));
        }
        return select;
    }
}
