package io.breakwater.admin.analytics;

import io.breakwater.admin.analytics.PostgresRollups.Cell;
import io.breakwater.admin.rollup.AnalyticsConfig;
import io.breakwater.admin.rollup.Dimension;
import io.breakwater.admin.rollup.EventNames;
import io.breakwater.admin.rollup.Scope;
import io.breakwater.common.problem.DatabaseOutage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Answers from the roll-ups. Blocks; safe from any thread. */
@ApplicationScoped
class Analytics {

    private static final int TOP = 10;
    private static final String OTHERS_SHOWN = "(others)";

    private final DataSource dataSource;
    private final AnalyticsConfig config;
    private final Clock clock;

    Analytics(DataSource dataSource, AnalyticsConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @throws io.breakwater.common.problem.ProblemException {@code INVALID_PARAMETER}, {@code DATABASE_UNAVAILABLE}
     */
    UsageSeries usage(Scope scope, UsageQuery.Parameters asked, Set<Dimension> dimensions) {
        Instant now = clock.instant();
        UsageQuery query = UsageQuery.of(asked, dimensions, config.keep(), now);
        return read(connection -> series(new PostgresRollups(connection, scope, query.timeline()), scope, query, now));
    }

    /**
     * @throws io.breakwater.common.problem.ProblemException {@code INVALID_PARAMETER}, {@code DATABASE_UNAVAILABLE}
     */
    Overview overview(Scope scope, @Nullable String tz, boolean ofPlatform) {
        ZoneId zone = UsageQuery.zone(tz);
        Instant now = clock.instant();
        Instant today = Granularity.DAY.startOf(now, zone);
        Timeline month = Timeline.of(Granularity.DAY, zone, Granularity.DAY.plus(today, -29, zone), now);
        Timeline week = Timeline.of(Granularity.DAY, zone, Granularity.DAY.plus(today, -6, zone), now);
        return read(connection -> {
            PostgresRollups rollups = new PostgresRollups(connection, scope, month);
            List<Counts> days = byPeriod(totals(rollups, null, null, true, true), month.size());
            PostgresRollups recent = new PostgresRollups(connection, scope, week);
            return new Overview(
                    scope.environment(),
                    zone.getId(),
                    both(days.getLast()),
                    both(days.get(days.size() - 2)),
                    both(sum(days.subList(days.size() - 7, days.size()))),
                    both(sum(days)),
                    best(recent.busiest("requests")),
                    top(recent.requests(Dimension.ROUTE), true, false),
                    ofPlatform ? List.of() : top(recent.requests(Dimension.KEY), true, false),
                    ofPlatform ? List.of() : top(recent.events(Dimension.EVENT_NAME), false, true),
                    ofPlatform ? top(tenants(recent), true, true) : List.of(),
                    now);
        });
    }

    private static UsageSeries series(PostgresRollups rollups, Scope scope, UsageQuery query, Instant now)
            throws SQLException {
        Timeline timeline = query.timeline();
        boolean requests = query.withRequests();
        boolean events = query.withEvents();
        boolean all = query.key() == null && query.route() == null;
        List<Counts> sums = byPeriod(totals(rollups, query.key(), query.route(), requests, events), timeline.size());
        Map<Integer, BusiestMinute> busiest = requests && all ? rollups.busiest("requests") : Map.of();
        Map<Integer, BusiestMinute> busiestOfEvents = events ? rollups.busiest("events") : Map.of();
        @Nullable
        Grouping groups =
                query.groupBy() == null ? null : Grouping.of(cells(rollups, query), query.groups(), timeline.size());
        List<UsageSeries.Period> periods = IntStream.range(0, timeline.size())
                .mapToObj(period -> new UsageSeries.Period(
                        timeline.starts().get(period),
                        timeline.endOf(period),
                        timeline.labelOf(period),
                        figures(sums.get(period), requests, events),
                        busiest.get(period),
                        busiestOfEvents.get(period),
                        groups == null ? null : shown(groups.in(period), requests, events),
                        groups == null || groups.others().isEmpty()
                                ? null
                                : figures(groups.others().get(period), requests, events)))
                .toList();
        return new UsageSeries(
                scope.environment(),
                timeline.granularity(),
                timeline.zone().getId(),
                timeline.start(),
                timeline.end(),
                query.groupBy() == null ? null : query.groupBy().wireName(),
                periods,
                new UsageSeries.Totals(
                        figures(sum(sums), requests, events),
                        best(busiest),
                        best(busiestOfEvents),
                        groups == null ? null : shown(groups.totals(), requests, events),
                        groups == null || groups.others().isEmpty()
                                ? null
                                : figures(sum(groups.others()), requests, events)),
                now);
    }

    private static List<Cell> cells(PostgresRollups rollups, UsageQuery query) throws SQLException {
        Dimension groupBy = query.groupBy();
        if (groupBy == null || groupBy == Dimension.TENANT) {
            return tenants(rollups);
        }
        if (groupBy == Dimension.EVENT_NAME) {
            return rollups.events(groupBy);
        }
        return query.key() == null && query.route() == null
                ? rollups.requests(groupBy)
                : rollups.requests(groupBy, query.key(), query.route());
    }

    private static List<Cell> tenants(PostgresRollups rollups) throws SQLException {
        List<Cell> cells = new ArrayList<>(rollups.requests(Dimension.TENANT));
        cells.addAll(rollups.events(Dimension.TENANT));
        return cells;
    }

    private static List<Cell> totals(
            PostgresRollups rollups, @Nullable String key, @Nullable String route, boolean requests, boolean events)
            throws SQLException {
        List<Cell> cells = new ArrayList<>();
        if (requests) {
            cells.addAll(
                    key == null && route == null
                            ? rollups.requests(Dimension.TOTAL)
                            : rollups.requests(Dimension.TOTAL, key, route));
        }
        if (events) {
            cells.addAll(rollups.events(Dimension.TOTAL));
        }
        return cells;
    }

    private static List<Counts> byPeriod(List<Cell> cells, int periods) {
        Map<Integer, Counts> sums = new HashMap<>();
        cells.forEach(cell -> sums.merge(cell.period(), cell.counts(), Counts::plus));
        return IntStream.range(0, periods)
                .mapToObj(period -> sums.getOrDefault(period, Counts.NONE))
                .toList();
    }

    private static Counts sum(List<Counts> counts) {
        return counts.stream().reduce(Counts.NONE, Counts::plus);
    }

    private static @Nullable BusiestMinute best(Map<Integer, BusiestMinute> busiest) {
        return busiest.values().stream()
                .max(Comparator.comparingLong(BusiestMinute::count)
                        .thenComparing(BusiestMinute::at, Comparator.reverseOrder()))
                .orElse(null);
    }

    private static List<UsageSeries.Group> top(List<Cell> cells, boolean requests, boolean events) {
        return shown(Grouping.of(cells, TOP, 0).totals(), requests, events);
    }

    private static List<UsageSeries.Group> shown(Map<String, Counts> groups, boolean requests, boolean events) {
        return groups.entrySet().stream()
                .map(group -> new UsageSeries.Group(shown(group.getKey()), figures(group.getValue(), requests, events)))
                .toList();
    }

    private static @Nullable String shown(String value) {
        if (value.isEmpty()) {
            return null;
        }
        return value.equals(EventNames.OTHERS) ? OTHERS_SHOWN : value;
    }

    private static Figures both(Counts counts) {
        return figures(counts, true, true);
    }

    private static Figures figures(Counts counts, boolean requests, boolean events) {
        return Figures.of(requests ? counts.requests() : null, events ? counts.events() : null);
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** In one snapshot. */
    private <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return reading.from(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw DatabaseOutage.problem(e);
        }
    }
}
