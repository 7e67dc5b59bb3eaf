package io.breakwater.system.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Segment's SDK for Node and the CloudEvents SDK, unmodified: whatever they say is sent is processed once. */
@EnabledIf(value = "io.breakwater.system.sdk.Node#isThere", disabledReason = "node and npm are not on the PATH")
class JavaScriptSdksIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long SCRIPT_SECONDS = 120;

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final String key = new Stories(api).newTenantsKey();

    @TempDir
    Path folder;

    @Test
    void everyCallOfTheSegmentSdkIsProcessedOnce() throws Exception {
        Path output = folder.resolve("segment.log");
        Process node = segment(output);

        List<String> delivered = delivered(node, output);

        processedOnce(delivered, 7);
        assertThat(events().stream().map(event -> event.path("event_name").asText()))
                .containsExactlyInAnyOrder(
                        "identify", "Order Completed", "page_viewed", "screen_viewed", "group", "alias", "Signed Up");
    }

    /** Redis dies: the SDK is told to come again until it is back. */
    @Test
    void callsOfTheSegmentSdkThatWereRefusedAreSentAgainAndProcessedOnce() throws Exception {
        Path output = folder.resolve("segment.log");
        // A key that the gateway knows: others need Redis' readers of change to be well.
        assertThat(api.get("/api/v1/events", "X-API-Key", key).status()).isEqualTo(200);
        Process node;
        suite.kill("redis");
        try {
            node = segment(output);
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> answers(output)
                            .anyMatch(answer -> answer.path("status").asInt() == 503));
        } finally {
            suite.startRedis();
        }

        processedOnce(delivered(node, output), 7);
    }

    @Test
    void everyEventOfTheCloudEventsSdkIsProcessedOnce() throws Exception {
        Path output = folder.resolve("cloudevents.log");
        Process node = Node.start(
                output,
                "cloudevents.mjs",
                suite.gateway().resolve("/api/v1/ingest/cloudevents").toString(),
                key,
                "ann");

        awaitEnd(node, output);

        List<String> sent = new ArrayList<>();
        Api.JSON.readTree(Files.readString(output)).forEach(id -> sent.add(id.asText()));
        processedOnce(sent, 5);
        assertThat(events().stream().map(event -> event.path("participant_id").asText()))
                .containsOnly("ann");
    }

    private Process segment(Path output) {
        return Node.start(output, "segment.mjs", suite.gateway().toString(), key, "user-1");
    }

    /** What the SDK says is delivered, when its program has ended well. */
    private static List<String> delivered(Process node, Path output) throws Exception {
        awaitEnd(node, output);
        JsonNode last = answers(output).reduce((_, next) -> next).orElseThrow();
        List<String> delivered = new ArrayList<>();
        last.path("delivered").forEach(id -> delivered.add(id.asText()));
        return delivered;
    }

    private static void awaitEnd(Process node, Path output) throws Exception {
        boolean ended = node.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS);
        node.destroy();
        assertThat(ended && node.exitValue() == 0)
                .as("the program ends well:%n%s", Files.readString(output))
                .isTrue();
    }

    private static Stream<JsonNode> answers(Path output) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readString(output).lines().toList()) {
            if (line.startsWith("{") && line.endsWith("}")) {
                answers.add(Api.JSON.readTree(line));
            }
        }
        return answers.stream();
    }

    /** Each message once, and nothing else; what was sent twice is a duplicate of it. */
    private void processedOnce(List<String> messages, int count) {
        assertThat(messages).hasSize(count).doesNotHaveDuplicates();
        Awaitility.await().atMost(SOON).until(() -> processed().size() >= count);
        assertThat(processed()).containsExactlyInAnyOrderElementsOf(messages);
        JsonNode report = api.get("/api/v1/ingest/report", "X-API-Key", key).body();
        assertThat(report.path("processed").asInt()).as(report.toString()).isEqualTo(count);
        assertThat(report.path("dead").asInt()).isZero();
        assertThat(report.path("conflict").asInt()).isZero();
    }

    private List<String> processed() {
        return events().stream()
                .map(event -> event.path("client_message_id").asText())
                .toList();
    }

    private List<JsonNode> events() {
        Answer answer = api.get("/api/v1/events?limit=100&state=processed", "X-API-Key", key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        answer.body().path("data").forEach(events::add);
        return events;
    }
}
