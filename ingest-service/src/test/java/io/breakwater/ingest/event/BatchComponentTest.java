package io.breakwater.ingest.event;

import static io.breakwater.ingest.Client.event;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class BatchComponentTest {

    private static final String BATCH = "/ingest/events/batch";

    private final Client client = Client.fresh();

    @Nested
    class Is202 {

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
    }
}
