package io.breakwater.ingest.cloudevents;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class CloudEventComponentTest {

    private static final String PATH = "/api/v1/ingest/cloudevents";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";

    private final Client client = Client.fresh();

    @Nested
    class Is202 {

        @ParameterizedTest
        @ValueSource(strings = {STRUCTURED, "application/cloudevents+json; charset=utf-8"})
        void structuredEventIsProcessed(String contentType) {
            String id = send(contentType, event("A-1", "/shop", "{\"amount\":49.99}"))
                    .statusCode(202)
                    .body("client_message_id", equalTo("A-1"))
                    .body("message_id", notNullValue())
                    .extract()
                    .path("event_id");

            client.settled(id)
                    .body("state", equalTo("processed"))
                    .body("source", equalTo("/shop"))
                    .body("event_name", equalTo("bought"))
                    .body("participant_id", equalTo("ann"))
                    .body("properties.amount", equalTo(49.99f));
        }

        @Test
        void binaryEventIsProcessed() {
            String id = binary().header("CE-Subject", "%E2%82%AC")
                    .contentType("application/json")
                    .body("{\"a\":1}")
                    .post(PATH)
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("event_id");

            client.settled(id)
                    .body("state", equalTo("processed"))
                    .body("participant_id", equalTo("€"))
                    .body("properties.a", equalTo(1))
                    .body("properties.'$cloudevent'.datacontenttype", equalTo("application/json"));
        }

        @Test
        void binaryEventNeedsNoData() {
            binary().header("ce-subject", "p").post(PATH).then().statusCode(202);
        }

        @Test
        void sourceAndIdTogetherAreTheDedupeKey() {
            String first = accepted(event("1", "/a", "{\"n\":1.0}"));
            client.settled(first).body("state", equalTo("processed"));

            client.settled(accepted(event("1", "/a", "{\"n\":1.00}")))
                    .body("state", equalTo("duplicate"))
                    .body("duplicate_of", equalTo(first));
            client.settled(accepted(event("1", "/a", "{\"n\":2}"))).body("state", equalTo("conflict"));
            client.settled(accepted(event("1", "/b", "{\"n\":2}"))).body("state", equalTo("processed"));
            client.settled(client.send(Client.event("e", "p", "1", "{}"))).body("state", equalTo("processed"));
        }

        @Test
        void wholeBatchIsAccepted() {
            send(BATCHED, "[" + event("1", "/a", "{}") + "," + event("2", "/a", "7") + "]")
                    .statusCode(202)
                    .body("accepted", equalTo(2))
                    .body("results.client_message_id", contains("1", "2"));
        }

        private String accepted(String event) {
            return send(STRUCTURED, event).statusCode(202).extract().path("event_id");
        }
    }

    @Nested
    class Is207 {

        @Test
        void eachEventOfABatchIsJudgedOnItsOwn() {
            send(BATCHED, "[" + event("1", "/a", "{\"n\":[1e309]}") + "," + event("2", "/a", "{}") + ",null]")
                    .statusCode(207)
                    .body("results.status", contains("rejected", "accepted", "rejected"))
                    .body("results[0].error.path", equalTo("0.data.n.0"))
                    .body("results[2].error.path", equalTo("2"));
        }
    }

    @Nested
    class Is400 {

        @Test
        void whatIsWrongIsNamed() {
            send(STRUCTURED, event("1", "/a", "{}").replace("1.0", "0.3"))
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details.path", contains("specversion"));
            send(BATCHED, "[7]").statusCode(400).body("results[0].error.path", equalTo("0"));
        }

        @ParameterizedTest
        @ValueSource(strings = {STRUCTURED, BATCHED})
        void whatIsNotJsonIsRefused(String contentType) {
            send(contentType, "{").statusCode(400).body("error.code", equalTo("INVALID_REQUEST"));
        }

        @Test
        void emptyBatchIsRefused() {
            send(BATCHED, "[]").statusCode(400).body("error.code", equalTo("VALIDATION_ERROR"));
        }
    }

    @Nested
    class Is401And403 {

        @Test
        void onlyKeysThatMayWriteEventsAreHeard() {
            given().contentType(STRUCTURED).body("{}").post(PATH).then().statusCode(401);
            given().auth()
                    .oauth2(TokenIssuer.key(client.tenant(), Environment.LIVE, "read"))
                    .contentType(STRUCTURED)
                    .body("{}")
                    .post(PATH)
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Is415 {

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "application/cloudevents+xml", "text/plain"})
        void whatIsNoneOfTheModesIsRefused(String contentType) {
            send(contentType, event("1", "/a", "{}"))
                    .statusCode(415)
                    .body("error.code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        }
    }

    private ValidatableResponse send(String contentType, String body) {
        return client.request()
                .contentType(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(PATH)
                .then();
    }

    private RequestSpecification binary() {
        return client.request()
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "/s")
                .header("ce-type", "t");
    }

    private static String event(String id, String source, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"%s","type":"bought","subject":"ann","data":%s}""".formatted(id, source, data);
    }
}
