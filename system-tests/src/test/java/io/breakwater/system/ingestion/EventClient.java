package io.breakwater.system.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A tenant's sender of events. It remembers each event that it was promised. Thread-safe. */
final class EventClient {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Api api;
    private final UUID tenant;
    private final String authorization;
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    EventClient(URI service, UUID tenant, String token) {
        this.api = new Api(service);
        this.tenant = tenant;
        this.authorization = "Bearer " + token;
    }

    UUID tenant() {
        return tenant;
    }

    /** The ids of all events that were answered as accepted. */
    Set<String> promised() {
        return promised;
    }

    /** An event as JSON; with a message id that no other event has. */
    static String event(String name, String participant) {
        return event(name, participant, UUID.randomUUID().toString());
    }

    static String event(String name, String participant, String messageId) {
        return "{\"event_name\":\"%s\",\"participant_id\":\"%s\",\"message_id\":\"%s\"}"
                .formatted(name, participant, messageId);
    }

    Answer send(String event) {
        Answer answer = api.post("/api/v1/ingest/events", event, "Authorization", authorization);
        if (answer.status() == 202) {
            promised.add(answer.body().path("event_id").asText());
        }
        return answer;
    }

    /** Sends an event that has to be accepted, and returns its id. */
    String accepted(String event) {
        Answer answer = send(event);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("event_id").asText();
    }

    /**
     * Sends up to 100 events in one request.
     *
     * @throws UncheckedIOException when there is no answer: each of them may have been accepted or not
     */
    Answer sendBatch(List<String> events) {
        Answer answer = api.post(
                "/api/v1/ingest/events/batch",
                "{\"events\":[" + String.join(",", events) + "]}",
                "Authorization",
                authorization);
        if (answer.body() != null) {
            for (JsonNode result : answer.body().path("results")) {
                if (result.path("status").asText().equals("accepted")) {
                    promised.add(result.path("event_id").asText());
                }
            }
        }
        return answer;
    }

    /** Sends any number of events that have to be accepted. */
    void acceptedBatches(List<String> events) {
        for (int from = 0; from < events.size(); from += 100) {
            Answer answer = sendBatch(events.subList(from, Math.min(events.size(), from + 100)));
            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        }
    }

    Answer get(String path) {
        return api.get("/api/v1" + path, "Authorization", authorization);
    }

    String state(String event) {
        return get("/events/" + event).body().path("state").asText();
    }

    /** Waits until an event is processed. */
    void processed(String event) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> state(event), "processed"::equals);
    }

    /**
     * Sends one event until it is accepted, waits until it is settled, and says how long all that took. It may have been accepted
     * by a request that was not answered, and be a duplicate of that.
     */
    Duration recovered() {
        long began = System.nanoTime();
        String event = event("recovered", "someone");
        String id = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(UncheckedIOException.class)
                .until(() -> send(event), answer -> answer.status() == 202)
                .body()
                .path("event_id")
                .asText();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(UncheckedIOException.class)
                .until(() -> state(id), state -> state.equals("processed") || state.equals("duplicate"));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    JsonNode report() {
        Answer answer = get("/ingest/report");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    /** The ids of all events as the list shows them, page by page; one that is shown twice fails. */
    Collection<String> listed() {
        Set<String> listed = new HashSet<>();
        String cursor = "";
        while (true) {
            Answer page = get("/events?limit=100" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            for (JsonNode event : page.body().path("data")) {
                assertThat(listed.add(event.path("event_id").asText()))
                        .as("the list shows it once: %s", event)
                        .isTrue();
            }
            JsonNode pagination = page.body().path("pagination");
            if (!pagination.path("has_more").asBoolean()) {
                return listed;
            }
            cursor = "&cursor=" + pagination.path("next_cursor").asText();
        }
    }
}
