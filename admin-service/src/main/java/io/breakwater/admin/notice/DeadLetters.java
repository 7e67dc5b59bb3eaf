package io.breakwater.admin.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.common.identity.Environment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that die, by tenant, environment and the hour (UTC) in which it was told, and tells once for each when
 * they become many. What is replayed does not count back: that it is told of is that many died.
 */
record DeadLetters(Notices notices, long threshold) implements StreamConsumer {

    private static final Duration KEPT = Duration.ofDays(2);

    /** Answers the count, and whether this was what made it reach the threshold. Locks the row. */
    private static final String COUNT = """
            INSERT INTO dead_letter_hour AS h (hour, tenant_id, environment, dead, told)
            VALUES (?, ?, ?, ?, ? >= ?)
            ON CONFLICT (hour, tenant_id, environment)
            DO UPDATE SET dead = h.dead + excluded.dead, told = h.told OR h.dead + excluded.dead >= ?
            RETURNING dead, told AND dead - ? < ?
            """;

    private static final String FORGET = "DELETE FROM dead_letter_hour WHERE hour < ?";

    private record Hour(Instant start, UUID tenant, Environment environment) implements Comparable<Hour> {

        @Override
        public int compareTo(Hour other) {
            return toString().compareTo(other.toString());
        }
    }

    @Override
    public String stream() {
        return "ingest:usage";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        Map<Hour, Long> dead = new TreeMap<>();
        for (StreamMessage message : messages) {
            Instant hour = message.at().truncatedTo(ChronoUnit.HOURS);
            for (JsonNode row : message.payload().path("rows")) {
                if (row.path("state").asText().equals("dead")
                        && row.path("count").asLong() > 0) {
                    Hour key = new Hour(
                            hour,
                            UUID.fromString(row.path("tenant_id").asText()),
                            Environment.of(row.path("environment").asText()));
                    dead.merge(key, row.path("count").asLong(), Long::sum);
                }
            }
        }
        if (!dead.isEmpty()) {
            List<Notices.Notice> told = new ArrayList<>();
            for (Map.Entry<Hour, Long> hour : dead.entrySet()) {
                Notices.@Nullable Notice notice = count(connection, hour.getKey(), hour.getValue());
                if (notice != null) {
                    told.add(notice);
                }
            }
            notices.raise(connection, told);
            forget(connection, messages.getLast().at().minus(KEPT));
        }
    }

    private Notices.@Nullable Notice count(Connection connection, Hour hour, long dead) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(COUNT)) {
            insert.setObject(1, hour.start().atOffset(ZoneOffset.UTC));
            insert.setObject(2, hour.tenant());
            insert.setString(3, hour.environment().wireName());
            insert.setLong(4, dead);
            insert.setLong(5, dead);
            insert.setLong(6, threshold);
            insert.setLong(7, threshold);
            insert.setLong(8, dead);
            insert.setLong(9, threshold);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getBoolean(2) ? notice(hour, row.getLong(1)) : null;
            }
        }
    }

    private Notices.Notice notice(Hour hour, long count) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("window_start", hour.start().toString());
        payload.put("window_end", hour.start().plus(1, ChronoUnit.HOURS).toString());
        payload.put("count", count);
        payload.put("threshold", threshold);
        return new Notices.Notice(NoticeType.DEAD_LETTERS_GROWING, hour.tenant(), hour.environment(), payload);
    }

    private static void forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}
