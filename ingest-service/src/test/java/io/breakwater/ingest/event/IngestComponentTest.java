package io.breakwater.ingest.event;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class IngestComponentTest {

    private static final String PATH = "/ingest/events";
    private static final String BATCH = "/ingest/events/batch";

    private final Client client = Client.fresh();

    @Nested
    class Is202 {

        @Test
        void acceptedEventIsPromisedWithItsPlaceInTheStream() {
            client.post(PATH, event("purchase", "user_1"))
                    .statusCode(202)
                    .header("X-Request-Id", notNullValue())
                    .body("accepted", equalTo(true))
                    .body("message_id", matchesPattern("\\d+-\\d+"))
                    .body("event_id", notNullValue())
                    .body("client_message_id", nullValue())
                    .body("durability", equalTo("fsync"));
        }

        @Test
        void theIdIsThePlaceInTheStream() {
            var answer = client.post(PATH, event("purchase", "user_1"))
                    .statusCode(202)
                    .extract();

            EventId id = EventId.decode(UUID.fromString(answer.path("event_id")));

            assertThat(id.position().toString()).isEqualTo(answer.path("message_id"));
        }

        @Test
        void messageIdIsTheClientsOwnElseMadeOfTheIdempotencyKey() {
            client.post(PATH, event("purchase", "user_1", "m-1", "{}"))
                    .statusCode(202)
                    .body("client_message_id", equalTo("m-1"));
            client.request()
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", "\"order-7\"")
                    .body(event("purchase", "user_1"))
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(202)
                    .body("client_message_id", equalTo("order-7:0"));
        }

        @Test
        void unknownFieldsAreIgnoredAndNamed() {
            client.post(PATH, "{\"event_name\":\"a\",\"participant_id\":\"b\",\"tpye\":{\"x\":1e999999999}}")
                    .statusCode(202)
                    .header("X-Ignored-Fields", "tpye");
        }
    }

    @Nested
    class OfCompressedBodies {

        @Test
        void gzipIsTakenOnEveryPath() throws IOException {
            sent(PATH, gzip(event("a", "b").getBytes(UTF_8))).statusCode(202);
            sent(BATCH, gzip("{\"events\":[%s]}".formatted(event("a", "b")).getBytes(UTF_8)))
                    .statusCode(202);
            sent(PATH + "/sync", gzip(event("a", "b").getBytes(UTF_8))).statusCode(200);
        }

        @Test
        void bombIsNotExpanded() throws IOException {
            byte[] bomb = gzip(new byte[50_000_000]);

            assertThat(bomb).hasSizeLessThan(100_000);
            for (String path : new String[] {PATH, BATCH, PATH + "/sync"}) {
                sent(path, bomb).statusCode(413).body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
            }
        }

        @Test
        void whatIsNotGzipIsRefused() {
            sent(PATH, event("a", "b").getBytes(UTF_8)).statusCode(400).body("error.code", equalTo("INVALID_REQUEST"));
        }

        private ValidatableResponse sent(String path, byte[] body) {
            return client.request()
                    .contentType(ContentType.JSON)
                    .header("Content-Encoding", "gzip")
                    .body(body)
                    .post("/api/v1" + path)
                    .then();
        }

        private static byte[] gzip(byte[] plain) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(plain);
            }
            return packed.toByteArray();
        }
    }

    @Nested
    class Is400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "{\"event_name\":\"a\",\"participant_id\":\"b\"} x",
                    "{\"event_name\":\"a\",\"event_name\":\"a\",\"participant_id\":\"b\"}",
                    "{\"event_name\":\"a\\u0000\",\"participant_id\":\"b\"}",
                    "{\"event_name\":\"a\",\"participant_id\":\"b\",\"properties\":{\"\\ud800\":1}}",
                    "{\"event_name\":\"a\",\"participant_id\":\"b\",\"properties\":{\"n\":NaN}}",
                    "null",
                    "[]",
                    "7",
                })
        void whatIsNotAnEventIsRefused(String body) {
            client.post(PATH, body).statusCode(400).body("error.statusCode", equalTo(400));
        }

        @Test
        void invalidUtf8IsRefused() {
            byte[] body = "{\"event_name\":\"a?\",\"participant_id\":\"b\"}"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            body[16] = (byte) 0xC3;

            client.request()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_REQUEST"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1e999999999", "1e-309", "1E+309", "0.1e309"})
        void numberWithTooLargeAnExponentIsNamed(String number) {
            client.post(
                            PATH,
                            "{\"event_name\":\"a\",\"participant_id\":\"b\",\"properties\":{\"amount\":" + number
                                    + "}}")
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details.path", contains("properties.amount"));
        }

        @Test
        void everythingWrongIsNamed() {
            client.post(PATH, "{\"message_id\":\"\",\"timestamp\":\"yesterday\",\"properties\":[]}")
                    .statusCode(400)
                    .body("error.details.path", hasItem("message_id"))
                    .body("error.details.path", hasItem("timestamp"))
                    .body("error.details.path", hasItem("properties"))
                    .body("error.details.path", hasItem("event_name"))
                    .body("error.details.path", hasItem("participant_id"));
        }

        @Test
        void idempotencyKeyOfAnotherFormIsRefused() {
            client.request()
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", "a b")
                    .body(event("a", "b"))
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @Test
        void theErrorIsWrittenInTheProfileThatTheGatewayNames() {
            client.request()
                    .contentType(ContentType.JSON)
                    .header("X-Error-Profile", "detail")
                    .body("{")
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("not valid JSON"));
        }
    }

    @Nested
    class Is401 {

        @Test
        void requestWithoutATokenIsRefused() {
            given().contentType(ContentType.JSON)
                    .body(event("a", "b"))
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", notNullValue())
                    .body("error.code", equalTo("UNAUTHENTICATED"));
        }

        @Test
        void tokenThatSomeoneElseSignedIsRefused() {
            given().auth()
                    .oauth2(TokenIssuer.forged(client.tenant()))
                    .contentType(ContentType.JSON)
                    .body(event("a", "b"))
                    .post("/api/v1" + PATH)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("INVALID_TOKEN"));
        }
    }

    @Nested
    class Is403 {

        @Test
        void keyWithoutTheScopeIsRefused() {
            refused(TokenIssuer.key(client.tenant(), Environment.LIVE, "read"), "MISSING_SCOPE");
        }

        @Test
        void onlyKeysSendEvents() {
            refused(TokenIssuer.user(client.tenant(), Environment.LIVE, "read", "write"), "FORBIDDEN");
            refused(TokenIssuer.platform(), "FORBIDDEN");
        }

        private void refused(String token, String code) {
            for (String path : new String[] {PATH, BATCH, PATH + "/sync"}) {
                given().auth()
                        .oauth2(token)
                        .contentType(ContentType.JSON)
                        .body(event("a", "b"))
                        .post("/api/v1" + path)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo(code));
            }
        }
    }

    @Nested
    class Is405 {

        @Test
        void otherMethodsAreRefusedWithThoseAllowed() {
            client.request()
                    .get("/api/v1" + PATH)
                    .then()
                    .statusCode(405)
                    .header("Allow", containsString("POST"))
                    .body("error.code", equalTo("METHOD_NOT_ALLOWED"));
        }
    }

    @Nested
    class Is415 {

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
        void onlyJsonIsTaken(String contentType) {
            for (String path : new String[] {PATH, BATCH, PATH + "/sync"}) {
                client.request()
                        .contentType(contentType)
                        .body(event("a", "b"))
                        .post("/api/v1" + path)
                        .then()
                        .statusCode(415)
                        .body("error.code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
            }
        }
    }
}
