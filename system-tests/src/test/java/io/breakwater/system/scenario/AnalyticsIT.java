package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the analytics show is what was done: by the conservation report, and by counting along. */
class AnalyticsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> STATES =
            List.of("processed", "duplicate", "conflict", "dead", "discarded", "erased");

    private final Api api = Suite.running().api();
    private final Stories stories = new Stories(api);

    private static String event(String name, String messageId, int amount) {
        return "{\"event_name\":\"" + name + "\",\"participant_id\":\"p-1\",\"message_id\":\"" + messageId
                + "\",\"properties\":{\"amount\":" + amount + "}}";
    }

    @Test
    void eventsAndRequestsAreCountedAsTheyHappened() {
        Owner owner = stories.newTenant();
        JsonNode minted = stories.mint(owner, "live", "read", "write").body();
        String key = minted.path("key").asText();
        String id = UUID.randomUUID().toString();
        for (String event : List.of(
                event("order.paid", id, 1),
                event("order.paid", id, 1),
                event("order.paid", id, 2),
                event("order.sent", UUID.randomUUID().toString(), 1))) {
            stories.settled(
                    api.post("/api/v1/ingest/events", event, "X-API-Key", key)
                            .body()
                            .path("event_id")
                            .asText(),
                    key);
        }
        api.post(
                "/api/v1/ingest/events/sync",
                event("order.sent", UUID.randomUUID().toString(), 1),
                "X-API-Key",
                key);
        // A dead letter: the Segment API takes what it cannot read.
        Answer bad = api.post(
                "/v1/track",
                "{\"userId\":\"p-1\"}",
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8)));
        assertThat(bad.status()).as(bad.text()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(api.get("/api/v1/events/none", "X-API-Key", key).status())
                    .isEqualTo(404);
        }

        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode report = api.get("/api/v1/ingest/report", "X-API-Key", key).body();
            JsonNode totals = usage(owner, "").path("totals");
            assertThat(report.path("in_flight").asLong()).isZero();
            assertThat(report.path("accepted").asLong()).isEqualTo(6);
            assertThat(totals.path("events").asLong())
                    .isEqualTo(report.path("accepted").asLong());
            for (String state : STATES) {
                assertThat(totals.path(state).asLong())
                        .as(state)
                        .isEqualTo(report.path(state).asLong());
            }
        });
        JsonNode names = usage(owner, "?group_by=event_name").at("/totals/groups");
        assertThat(number(names, "order.paid", "events")).isEqualTo(3);
        assertThat(number(names, "order.sent", "processed")).isEqualTo(2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(number(
                                usage(owner, "?group_by=key").at("/totals/groups"),
                                minted.path("id").asText(),
                                "client_errors"))
                        .isEqualTo(3));
        assertThat(number(usage(owner, "?group_by=route").at("/totals/groups"), "ingest", "requests"))
                .isEqualTo(5);
        JsonNode overview = api.get("/api/v1/analytics/overview?tz=Asia/Tokyo", owner.authorization())
                .body();
        assertThat(overview.at("/last_7_days/events").asLong()).isEqualTo(6);
        assertThat(overview.at("/busiest_minute/count").asLong()).isPositive();
    }

    private JsonNode usage(Owner owner, String query) {
        Answer answer = api.get("/api/v1/analytics/usage" + query, owner.authorization());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static long number(JsonNode groups, String value, String figure) {
        return StreamSupport.stream(groups.spliterator(), false)
                .filter(group -> group.path("value").asText().equals(value))
                .map(group -> group.path(figure).asLong())
                .findAny()
                .orElse(0L);
    }
}
