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

/** Adds up what gateways count each second. */
@ApplicationScoped
class GatewayUsage implements StreamConsumer {

    private final RequestRollups rollups;
    private final BusiestMinutes minutes;

    GatewayUsage(RequestRollups rollups, BusiestMinutes minutes) {
        this.rollups = rollups;
        this.minutes = minutes;
    }

    @Override
    public String stream() {
        return "gateway:usage";
    }

    @Override
    public void consume(Connection connection, List<StreamMessage> messages) throws SQLException {
        Map<RequestRollups.Row, Long> rows = new HashMap<>();
        Map<BusiestMinutes.Minute, Long> counted = new HashMap<>();
        for (StreamMessage message : messages) {
            Instant minute = message.at().truncatedTo(ChronoUnit.MINUTES);
            for (JsonNode line : message.payload().required("rows")) {
                RequestRollups.Row row = row(line);
                long requests = line.required("count").asLong();
                rows.merge(row, requests, Long::sum);
                counted.merge(new BusiestMinutes.Minute(row.scope(), minute), requests, Long::sum);
            }
        }
        rollups.add(connection, rows);
        minutes.add(connection, BusiestMinutes.Kind.REQUESTS, counted);
    }

    private static RequestRollups.Row row(JsonNode line) {
        return new RequestRollups.Row(
                new Scope(
                        UUID.fromString(line.required("tenant").asText()),
                        Environment.of(line.required("environment").asText())),
                Instant.parse(line.required("hour").asText()).truncatedTo(ChronoUnit.HOURS),
                line.path("key").asText(""),
                line.required("route").asText(),
                line.required("status").asInt(),
                line.path("policy").asText(""));
    }
}
