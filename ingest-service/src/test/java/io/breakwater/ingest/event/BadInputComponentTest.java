package io.breakwater.ingest.event;

import static io.breakwater.ingest.Client.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send that is odd, too much, or not all there. */
@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class BadInputComponentTest {

    private final Client client = Client.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"👩‍👩‍👧‍👦", "משתמש/1", "مستخدم‎ ٤", "e\u0301\u202E%2F?", " "})
    void idsOfEveryScriptAreKeptAsTheyAre(String participant) {
        String id = client.send(event("кто", participant, participant, "{}"));

        client.settled(id)
                .body("state", equalTo("processed"))
                .body("participant_id", equalTo(participant))
                .body("client_message_id", equalTo(participant));
        client.request()
                .queryParam("participant_id", participant)
                .get("/api/v1/events")
                .then()
                .statusCode(200)
                .body("data", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999-12:00, 1970-01-01T11:59:59.999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "2026-02-14T10:30:00+05:45, 2026-02-14T04:45:00Z",
    })
    void oddTimesAreStoredAsTheInstantsTheyAre(String sent, String stored) {
        String id = client.send("{\"event_name\":\"e\",\"participant_id\":\"p\",\"timestamp\":\"%s\"}".formatted(sent));

        client.settled(id).body("state", equalTo("processed")).body("timestamp", equalTo(stored));
    }

    @Test
    void wideEventIsKeptWhole() {
        String wide = IntStream.range(0, 3_000)
                .mapToObj(i -> "\"k" + i + "\":" + i % 10)
                .collect(Collectors.joining(",", "{", "}"));

        client.settled(client.send(event("e", "p", "m", wide)))
                .body("state", equalTo("processed"))
                .body("properties.size()", equalTo(3_000));
    }

    @Test
    void repeatedKeyIsRefusedHoweverDeepAndOnEveryPath() {
        String bad = event("e", "p", "m", "{\"a\":[{\"b\":1,\"b\":2}]}");

        client.post("/ingest/events", bad).statusCode(400).body("error.code", equalTo("INVALID_REQUEST"));
        client.post("/ingest/events/sync", bad).statusCode(400);
        client.post("/ingest/events/batch", "{\"events\":[" + bad + "," + event("e", "p") + "]}")
                .statusCode(400);
        client.post("/sdk/events", "{\"events\":[{\"type\":\"A\",\"type\":\"A\"}]}")
                .statusCode(400);
        client.request()
                .body("{\"userId\":\"a\",\"userId\":\"a\"}")
                .post("/v1/page")
                .then()
                .statusCode(400);
        client.request()
                .contentType("application/cloudevents+json")
                .body("{\"id\":\"1\",\"id\":\"1\"}")
                .post("/api/v1/ingest/cloudevents")
                .then()
                .statusCode(400);
        client.get("/events").body("data", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({"/ingest/events, 1", "/ingest/events/sync, 1", "/sdk/events, 1", "/ingest/events/batch, 4"})
    void bodyBeyondItsLimitIsRefused(String path, int megabytes) {
        client.post(path, " ".repeat(megabytes * 1024 * 1024 + 1))
                .statusCode(413)
                .body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
    }

    @Test
    void bodyThatIsCutOffHalfWayHasNoEffect() throws IOException {
        String body = event("cut", "p");
        String token = TokenIssuer.key(client.tenant(), Environment.LIVE, "read", "write");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write("""
                            POST /api/v1/ingest/events HTTP/1.1\r
                            Host: localhost\r
                            Authorization: Bearer %s\r
                            Content-Type: application/json\r
                            Content-Length: %d\r
                            \r
                            %s""".formatted(token, body.length() * 2, body).getBytes(UTF_8));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).doesNotContain("202 Accepted");
        }

        client.settled(client.send(event("after", "p")));
        client.get("/events").body("data", hasSize(1));
    }
}
