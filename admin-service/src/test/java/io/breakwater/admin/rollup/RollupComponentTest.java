package io.breakwater.admin.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.testing.AdminComponentTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class RollupComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STATES =
            List.of("processed", "duplicate", "conflict", "dead", "discarded", "erased");

    private final UUID tenant = UUID.randomUUID();
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @Inject
    DataSource dataSource;

    @Inject
    GatewayUsage requests;

    @Inject
    EventUsage events;

    @Inject
    RollupUpkeep upkeep;

    @Inject
    DayPacker packer;

    @Inject
    ErasedTenants erasedTenants;

    @Inject
    AnalyticsConfig config;

    private static StreamMessage message(Instant at, ArrayNode rows) {
        ObjectNode payload = JSON.createObjectNode();
        payload.set("rows", rows);
        return new StreamMessage(UUID.randomUUID(), "any", at, payload);
    }

    private ObjectNode request(Instant ofHour, String key, String route, int status, long count) {
        return JSON.createObjectNode()
                .put("hour", ofHour.toString())
                .put("tenant", tenant.toString())
                .put("environment", "live")
                .put("key", key)
                .put("route", route)
                .put("status", status)
                .put("count", count);
    }

    private ObjectNode event(Instant minute, String name, String state, long count) {
        return JSON.createObjectNode()
                .put("minute", minute.toString())
                .put("tenant_id", tenant.toString())
                .put("environment", "live")
                .put("event_name", name)
                .put("state", state)
                .put("count", count);
    }

    private void consume(StreamConsumer consumer, StreamMessage... messages) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            consumer.consume(connection, List.of(messages));
        }
    }

    private Map<String, Long> sums(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted("tenant_id = '" + tenant + "'"))) {
            Map<String, Long> sums = new HashMap<>();
            while (rows.next()) {
                sums.put(rows.getString(1), rows.getLong(2));
            }
            return sums;
        }
    }

    @Test
    void whateverTheBatchesEverySliceAddsUpToWhatWasCounted() throws SQLException {
        Random random = new Random(7);
        Map<String, Long> byKey = new HashMap<>();
        Map<String, Long> byStatus = new HashMap<>();
        long total = 0;
        for (int batch = 0; batch < 20; batch++) {
            StreamMessage[] messages = new StreamMessage[1 + random.nextInt(3)];
            for (int i = 0; i < messages.length; i++) {
                ArrayNode rows = JSON.createArrayNode();
                for (int row = random.nextInt(20); row >= 0; row--) {
                    String key = random.nextInt(4) == 0 ? "" : "key-" + random.nextInt(3);
                    int status = List.of(200, 404, 429, 503).get(random.nextInt(4));
                    long count = 1L + random.nextInt(100);
                    rows.add(request(hour.minus(random.nextInt(3), ChronoUnit.HOURS), key, "events", status, count));
                    byKey.merge(key, count, Long::sum);
                    byStatus.merge(String.valueOf(status), count, Long::sum);
                    total += count;
                }
                messages[i] = message(hour, rows);
            }
            consume(requests, messages);
        }

        String slices = "SELECT value, sum(requests) FROM request_rollup WHERE %s AND dimension = '";
        assertThat(sums(slices + "total' GROUP BY 1")).containsExactlyEntriesOf(Map.of("", total));
        assertThat(sums(slices + "key' GROUP BY 1")).isEqualTo(byKey);
        assertThat(sums(slices + "status' GROUP BY 1")).isEqualTo(byStatus);
        assertThat(sums("SELECT key_id, sum(requests) FROM request_hour WHERE %s GROUP BY 1"))
                .isEqualTo(byKey);
        assertThat(sums("SELECT 'limited', sum(limited) FROM request_rollup WHERE %s AND dimension = 'route'"))
                .isEqualTo(Map.of("limited", byStatus.get("429")));
        assertThat(sums("SELECT value, sum(requests) FROM request_rollup WHERE dimension = 'tenant' "
                        + "AND (%s OR value = '" + tenant + "') GROUP BY 1"))
                .isEqualTo(Map.of(tenant.toString(), total));
    }

    @Test
    void anEventThatChangesItsStateIsCountedOnce() throws SQLException {
        consume(events, message(hour, JSON.createArrayNode().add(event(hour, "order", "dead", 3))));
        consume(
                events,
                message(
                        hour,
                        JSON.createArrayNode()
                                .add(event(hour, "order", "dead", -1))
                                .add(event(hour, "order", "processed", 1))));

        assertThat(sums("SELECT 'dead', dead FROM event_rollup WHERE %s AND dimension = 'total'"))
                .isEqualTo(Map.of("dead", 2L));
        assertThat(sums("SELECT value, processed FROM event_rollup WHERE %s AND dimension = 'event_name'"))
                .isEqualTo(Map.of("order", 1L));
    }

    @Test
    void aCorrectionMayComeBeforeWhatItCorrects() throws SQLException {
        consume(events, message(hour, JSON.createArrayNode().add(event(hour, "order", "dead", -1))));
        consume(events, message(hour, JSON.createArrayNode().add(event(hour, "order", "dead", 1))));

        assertThat(sums("SELECT 'dead', dead FROM event_rollup WHERE %s AND dimension = 'total'"))
                .isEqualTo(Map.of("dead", 0L));
    }

    @Test
    void namesBeyondTheBoundAreCountedTogetherAndNoneIsLost() throws SQLException {
        int names = config.eventNames() + 50;
        ArrayNode rows = JSON.createArrayNode();
        IntStream.range(0, names).forEach(i -> rows.add(event(hour, "name-" + i, STATES.get(i % STATES.size()), 1)));
        consume(events, message(hour, rows));
        consume(events, message(hour, rows));

        String byName = "SELECT value, sum(processed + duplicate + conflict + dead + discarded + erased) "
                + "FROM event_rollup WHERE %s AND dimension = 'event_name' GROUP BY 1";
        assertThat(sums(byName)).hasSize(config.eventNames() + 1).containsEntry(EventNames.OTHERS, 100L);
        assertThat(sums(byName).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(2L * names);
    }

    @Test
    void theBusiestMinuteIsThatWithMostOfAllThatCameForIt() throws SQLException {
        Instant first = hour.plus(1, ChronoUnit.MINUTES);
        Instant second = hour.plus(2, ChronoUnit.MINUTES);
        consume(requests, message(first.plusSeconds(1), JSON.createArrayNode().add(request(hour, "k", "r", 200, 10))));
        consume(requests, message(second, JSON.createArrayNode().add(request(hour, "k", "r", 200, 6))));
        consume(requests, message(second.plusSeconds(59), JSON.createArrayNode().add(request(hour, "k", "r", 500, 7))));

        assertThat(sums("SELECT extract(epoch FROM minute)::bigint, amount FROM busiest_minute WHERE %s "
                        + "AND kind = 'requests'"))
                .isEqualTo(Map.of(String.valueOf(second.getEpochSecond()), 13L));
    }

    @Test
    void whatIsToldOfAnErasedTenantCountsForThePlatformOnly() throws SQLException {
        StreamMessage ofRequests = message(hour, JSON.createArrayNode().add(request(hour, "k", "r-" + tenant, 200, 5)));
        StreamMessage ofEvents = message(hour, JSON.createArrayNode().add(event(hour, "order", "processed", 5)));
        consume(requests, ofRequests);
        consume(events, ofEvents);
        long rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = erasedTenants.erase(connection, tenant);
            assertThat(erasedTenants.erase(connection, tenant)).isZero();
        }
        consume(requests, ofRequests);
        consume(events, ofEvents);

        // Of requests five slices and the hour, of events three; the names, and two minutes of each of two kinds.
        assertThat(rows).isEqualTo(6 + 3 + 1 + 4);
        for (String table : List.of(
                "request_hour", "request_rollup", "event_rollup", "event_name", "minute_count", "busiest_minute")) {
            assertThat(sums("SELECT '" + table + "', count(*) FROM " + table + " WHERE %s"))
                    .isEqualTo(Map.of(table, 0L));
        }
        assertThat(sums(
                        "SELECT 'platform', requests FROM request_rollup WHERE dimension = 'route' AND (%s OR value = 'r-"
                                + tenant + "')"))
                .isEqualTo(Map.of("platform", 10L));
    }

    @Test
    void packedDaysAreErasedWithTheRest() throws SQLException {
        Instant lastWeek = hour.minus(Duration.ofDays(7));
        StreamMessage ofRequests =
                message(hour, JSON.createArrayNode().add(request(lastWeek, "k", "r-" + tenant, 200, 5)));
        StreamMessage ofEvents = message(hour, JSON.createArrayNode().add(event(lastWeek, "order", "processed", 5)));
        consume(requests, ofRequests);
        consume(events, ofEvents);
        packer.pack();
        consume(requests, ofRequests);
        assertThat(sums("SELECT 'days', count(*) FROM request_rollup_day WHERE %s"))
                .isEqualTo(Map.of("days", 4L));

        try (Connection connection = dataSource.getConnection()) {
            erasedTenants.erase(connection, tenant);
        }
        packer.pack();

        String either = "(%s OR value = '" + tenant + "')";
        for (String table : List.of("request_hour", "request_day")) {
            assertThat(sums("SELECT '', count(*) FROM " + table + " WHERE %s")).isEqualTo(Map.of("", 0L));
        }
        for (String table : List.of("request_rollup", "request_rollup_day", "event_rollup", "event_rollup_day")) {
            assertThat(sums("SELECT '', count(*) FROM " + table + " WHERE " + either))
                    .as(table)
                    .isEqualTo(Map.of("", 0L));
        }
        assertThat(sums("SELECT 'platform', requests[24] FROM request_rollup_day WHERE dimension = 'route' "
                        + "AND (%s OR value = 'r-" + tenant + "')"))
                .isEqualTo(Map.of("platform", 10L));
    }

    @Test
    void theMonthsAheadAreThereAndOldOnesAreDroppedWhole() throws SQLException {
        Instant old = hour.minus(config.keep()).minus(Duration.ofDays(70));
        consume(requests, message(hour, JSON.createArrayNode().add(request(old, "k", "r", 200, 1))));
        packer.pack();
        consume(requests, message(hour, JSON.createArrayNode().add(request(old, "k", "r", 200, 1))));
        try (Connection connection = dataSource.getConnection()) {
            upkeep.keep(connection);
        }

        assertThat(sums("SELECT 'left', count(*) FROM request_hour WHERE %s")).isEqualTo(Map.of("left", 0L));
        assertThat(sums("SELECT 'left', count(*) FROM request_day WHERE %s")).isEqualTo(Map.of("left", 0L));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet months = statement.executeQuery(
                        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'request_rollup'::regclass")) {
            assertThat(months.next()).isTrue();
            assertThat(months.getInt(1)).isGreaterThanOrEqualTo(config.monthsAhead() + 2);
        }
    }
}
