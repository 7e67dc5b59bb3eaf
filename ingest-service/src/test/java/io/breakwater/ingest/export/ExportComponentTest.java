package io.breakwater.ingest.export;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.AdminCaller;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class ExportComponentTest {

    private static final String PATH = "/internal/exports";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();

    private List<JsonNode> export(String participant) {
        String body = AdminCaller.post(
                        PATH, "{\"tenant_id\":\"%s\",\"participant_id\":%s}".formatted(client.tenant(), participant))
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
        return body.lines().map(ExportComponentTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static List<JsonNode> of(List<JsonNode> lines, String kind) {
        return lines.stream()
                .filter(line -> line.path("kind").asText().equals(kind))
                .map(line -> line.path("data"))
                .toList();
    }

    @Nested
    class Is200 {

        @Test
        void aParticipantsExportHoldsAllOfTheirsAndNothingElse() throws Exception {
            client.settled(client.send(event("bought", "ann", "m", "{\"price\":1234567890.0987654321}")));
            client.inTest().settled(client.inTest().send(event("tried", "ann")));
            client.settled(client.send(event("bought", "bob")));
            Client.fresh().send(event("bought", "ann"));
            stores.xadd(
                    Partitions.of(client.tenant(), Environment.LIVE, "ann"),
                    entryOf(client, "{\"participant_id\":\"ann\"}", "0000000001"));
            client.post("/sdk/identify", "{\"userId\":\"ann\",\"traits\":{\"a\":1}}")
                    .statusCode(200);
            client.post("/sdk/session", "{\"anonymousId\":\"ann\"}").statusCode(200);
            client.post("/sdk/session", "{\"userId\":\"bob\"}").statusCode(200);
            await().atMost(SOON)
                    .until(() -> !stores.rows(
                                    "SELECT 1 FROM event WHERE state = 'dead' AND tenant_id = '%s'", client.tenant())
                            .isEmpty());

            List<JsonNode> lines = export("\"ann\"");

            assertThat(of(lines, "event"))
                    .extracting(data -> data.path("event_name").asText())
                    .containsExactlyInAnyOrder("bought", "tried");
            assertThat(lines.toString()).doesNotContain("bob");
            assertThat(of(lines, "event").toString()).contains("1234567890.0987654321");
            assertThat(of(lines, "fact")).hasSize(2);
            assertThat(of(lines, "dead_letter")).hasSize(1);
            assertThat(of(lines, "sdk_user")).hasSize(1);
            assertThat(of(lines, "sdk_session")).hasSize(1);
            assertThat(lines.getLast().path("kind").asText()).isEqualTo("end");
            assertThat(lines.getLast().at("/counts/event").asInt()).isEqualTo(2);
            assertThat(lines.getLast().at("/counts/event_count").asInt()).isZero();
        }

        @Test
        void aTenantsExportHoldsItsCountsToo() {
            client.settled(client.send(event("bought", "ann")));
            client.settled(client.send(event("bought", "bob")));

            List<JsonNode> lines = export("null");

            assertThat(of(lines, "event")).hasSize(2);
            assertThat(of(lines, "event_count"))
                    .singleElement()
                    .satisfies(count -> assertThat(count.path("events").asInt()).isEqualTo(2));
        }

        @Test
        void whoIsUnknownGetsNothingButTheEnd() {
            assertThat(export("\"nobody\""))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.at("/counts/event").asInt(-1)).isZero());
        }

        @Test
        void itIsOneSnapshotHoweverSlowlyItIsRead() throws Exception {
            fill(6_000);
            HttpRequest request = HttpRequest.newBuilder(URI.create(AdminCaller.management(PATH)))
                    .header("Authorization", AdminCaller.authorization())
                    .POST(BodyPublishers.ofString("{\"tenant_id\":\"%s\"}".formatted(client.tenant())))
                    .build();
            try (HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                HttpResponse<java.io.InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
                try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    assertThat(reader.readLine()).contains("\"kind\":\"event\"");
                    client.post("/sdk/identify", "{\"userId\":\"late\"}").statusCode(200);

                    List<String> rest = reader.lines().toList();

                    assertThat(rest.getLast()).contains("\"kind\":\"end\"").contains("\"event\":6000");
                    assertThat(rest).noneMatch(line -> line.contains("late"));
                }
            }
        }

        /** Events of 2 KB, so that they do not all fit into the buffers of a connection. */
        private void fill(int count) throws Exception {
            stores.update("""
                    INSERT INTO event (id, accepted_at, tenant_id, environment, participant_id, event_name, properties,
                                       occurred_at, source, state, fact_id, payload_sha256)
                    SELECT gen_random_uuid(), now(), '%s', 'live', 'p' || n, 'e', jsonb_build_object('t', repeat('x', 2000)),
                           now(), 'api', 'processed', gen_random_uuid(), '\\x00'
                    FROM generate_series(1, %d) n
                    """.formatted(client.tenant(), count));
        }
    }

    @Nested
    class Is400 {

        @Test
        void aTenantIsNeeded() {
            AdminCaller.post(PATH, "{}").statusCode(400);
        }
    }

    @Nested
    class Is401 {

        @Test
        void onlyServicesMayCall() {
            given().body("{}").post(AdminCaller.management(PATH)).then().statusCode(401);
        }
    }
}
