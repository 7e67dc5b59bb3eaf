package io.breakwater.admin.rollup;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.admin.intake.StreamConsumer;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.common.identity.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds up what ingest-service counts in each of its transactions. */
@ApplicationScoped
class EventUsage implements StreamConsumer {

    private final EventRollups rollups;
    private final BusiestMinutes minutes;

    EventUsage(EventRollups rollups, BusiestMinutes minutes) {
        this.rollups = rollups;
        this.minutes = minutes;
    }

    @Override
    public String stream() {
        return "ingest:usage";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        Map<EventRollups.Row, EventCounts> rows = new HashMap<>();
        Map<BusiestMinutes.Minute, Long> counted = new HashMap<>();
        for (StreamMessage message : messages) {
            for (JsonNode line : message.payload().required("rows")) {
                Scope scope = new Scope(
                        UUID.fromString(line.required("tenant_id").asText()),
                        Environment.of(line.required("environment").asText()));
                Instant minute = Instant.parse(line.required("minute").asText()).truncatedTo(ChronoUnit.MINUTES);
                long events = line.required("count").asLong();
                rows.merge(
                        new EventRollups.Row(
                                scope,
                                minute.truncatedTo(ChronoUnit.HOURS),
                                line.path("event_name").asText("")),
                        EventCounts.of(line.required("state").asText(), events),
                        EventCounts::plus);
                counted.merge(new BusiestMinutes.Minute(scope, minute), events, Long::sum);
            }
        }
        rollups.add(connection, rows);
        minutes.add(connection, BusiestMinutes.Kind.EVENTS, counted);
    }
}
