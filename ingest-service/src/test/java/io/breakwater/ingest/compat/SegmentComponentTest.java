package io.breakwater.ingest.compat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class SegmentComponentTest {

    private final Client client = Client.fresh();

    @Nested
    class Is200 {

        @ParameterizedTest
        @CsvSource({
            "track, did_it",
            "identify, identify",
            "page, page_viewed",
            "screen, screen_viewed",
            "group, group",
            "alias, alias"
        })
        void everyCallBecomesAnEvent(String call, String name) {
            send("/v1/" + call, "application/json", "{\"event\":\"did_it\",\"userId\":\"u\",\"messageId\":\"m\"}")
                    .statusCode(200)
                    .body("success", equalTo(true));

            settled(1)
                    .body("data[0].state", equalTo("processed"))
                    .body("data[0].event_name", equalTo(name))
                    .body("data[0].participant_id", equalTo("u"))
                    .body("data[0].source", equalTo("segment"))
                    .body("data[0].client_message_id", equalTo("m"));
        }

        @Test
        void repeatedBatchHasItsEffectOnceAndBadCallsBecomeDeadLetters() {
            String batch = """
                    {"batch":[{"type":"track","event":"a","userId":"u","messageId":"m1"},
                              {"type":"track","userId":"u","messageId":"m2"},
                              {"type":"page","anonymousId":"x","messageId":"m3"}],"sentAt":"2026-01-01T00:00:0%d.000Z"}""";
            send("/v1/batch", "application/json", batch.formatted(0)).statusCode(200);
            send("/v1/batch", "application/json", batch.formatted(1)).statusCode(200);

            List<String> states = settled(6).extract().path("data.state");

            assertThat(states)
                    .containsExactlyInAnyOrder("processed", "processed", "duplicate", "duplicate", "dead", "dead");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "application/octet-stream"})
        void contentTypeDoesNotMatter(String contentType) {
            send("/v1/page", contentType, "{\"userId\":\"u\"}").statusCode(200);

            settled(1).body("data[0].state", equalTo("processed"));
        }

        @Test
        void gzipIsTaken() throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("{\"userId\":\"u\"}".getBytes(StandardCharsets.UTF_8));
            }

            client.request()
                    .contentType("application/json")
                    .header("Content-Encoding", "gzip")
                    .body(packed.toByteArray())
                    .post("/v1/page")
                    .then()
                    .statusCode(200);

            settled(1).body("data[0].state", equalTo("processed"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "[]", "{}", "{\"batch\":7}"})
        void whateverIsJsonIsTaken(String body) {
            send("/v1/batch", "application/json", body).statusCode(200).body("success", equalTo(true));

            settled(1).body("data[0].state", equalTo("dead"));
        }
    }

    @Nested
    class Is400 {

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "{\"batch\":[", "{} {}"})
        void whatIsNotJsonIsRefused(String body) {
            send("/v1/batch", "application/json", body).statusCode(400).body("error.code", equalTo("INVALID_REQUEST"));
        }
    }

    @Nested
    class Is401And403 {

        @Test
        void onlyKeysThatMayWriteEventsAreHeard() {
            given().body("{}").post("/v1/track").then().statusCode(401);
            given().auth()
                    .oauth2(TokenIssuer.key(client.tenant(), Environment.LIVE, "read"))
                    .body("{\"userId\":\"u\"}")
                    .post("/v1/page")
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("MISSING_SCOPE"));
        }
    }

    @Nested
    class Is404 {

        @Test
        void otherPathsAreNotServed() {
            send("/v1/other", "application/json", "{}").statusCode(404);
            send("/v1/track/more", "application/json", "{}").statusCode(404);
        }
    }

    @Nested
    class Is413 {

        @Test
        void bodyOfMoreThan500KilobytesIsRefused() {
            send("/v1/batch", "application/json", "{\"batch\":[\"" + "x".repeat(500 * 1024) + "\"]}")
                    .statusCode(413)
                    .body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
        }
    }

    private ValidatableResponse send(String path, String contentType, String body) {
        return client.request()
                .contentType(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then();
    }

    /** All events of the tenant, once there are as many as that in terminal states. */
    private ValidatableResponse settled(int count) {
        return Awaitility.await()
                .atMost(Client.SOON)
                .until(
                        () -> client.get("/events"),
                        answer -> answer.extract().<List<?>>path("data").size() == count);
    }
}
