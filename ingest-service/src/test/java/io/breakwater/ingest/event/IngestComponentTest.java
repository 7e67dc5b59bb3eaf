package io.breakwater.ingest.event;

import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

        @Test
        void wholeBatchIsAccepted() {
            client.post(BATCH, "{\"events\":[%s,%s]}".formatted(event("a", "p"), event("b", "p")))
                    .statusCode(202)
                    .body("accepted", equalTo(2))
                    .body("rejected", equalTo(0))
                    .body("message_ids", hasSize(2))
                    .body("results.index", contains(0, 1))
                    .body("results.status", contains("accepted", "accepted"))
                    .body("results[0].error", nullValue());
        }

        @Test
        void batchTakesHundredEventsAndKeysThemByIndex() {
            String events = IntStream.range(0, 100)
                    .mapToObj(i -> event("e" + i, "p" + i))
                    .collect(Collectors.joining(","));

            client.request()
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", "k")
                    .body("{\"events\":[" + events + "]}")
                    .post("/api/v1" + BATCH)
                    .then()
                    .statusCode(202)
                    .body("accepted", equalTo(100))
                    .body("results[99].client_message_id", equalTo("k:99"));
        }
    }

    @Nested
    class Is207 {

        @Test
        void eachEventOfABatchIsJudgedOnItsOwn() {
            client.post(BATCH, """
                            {"events":[%s,
                              {"event_name":"a","participant_id":"p","properties":{"amount":1e999999999}},
                              7, null, {"event_name":5,"participant_id":""}]}""".formatted(event("a", "p")))
                    .statusCode(207)
                    .body("accepted", equalTo(1))
                    .body("rejected", equalTo(4))
                    .body("message_ids", hasSize(1))
                    .body("results.status", contains("accepted", "rejected", "rejected", "rejected", "rejected"))
                    .body("results[1].error.code", equalTo("VALIDATION_ERROR"))
                    .body("results[1].error.path", equalTo("events.1.properties.amount"))
                    .body("results[2].error.path", equalTo("events.2"))
                    .body("results[3].error.path", equalTo("events.3"))
                    .body("results[4].error.path", equalTo("events.4.event_name"));
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

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"events\":[]}", "{\"events\":{}}", "[]", "null"})
        void batchWithoutEventsIsRefusedAsAWhole(String body) {
            client.post(BATCH, body)
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details.path", contains("events"));
        }

        @Test
        void batchOfMoreThanHundredIsRefusedAsAWhole() {
            String events =
                    IntStream.range(0, 101).mapToObj(i -> event("e", "p")).collect(Collectors.joining(","));

            client.post(BATCH, "{\"events\":[" + events + "]}")
                    .statusCode(400)
                    .body("error.details.path", contains("events"));
        }

        @Test
        void batchWithoutAValidEventSaysWhatIsWrongWithEach() {
            client.post(BATCH, "{\"events\":[{},{\"event_name\":\"a\"}]}")
                    .statusCode(400)
                    .body("accepted", equalTo(0))
                    .body("rejected", equalTo(2))
                    .body("results.error.path", contains("events.0.event_name", "events.1.participant_id"));
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
