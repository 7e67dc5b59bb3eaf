package io.breakwater.ingest.fact;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.EventId;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class SyncComponentTest {

    private static final String PATH = "/ingest/events/sync";

    /** As many connections as the service has. */
    private static final int ALL = 16;

    private final Client client = Client.fresh();

    @Inject
    DataSource database;

    @Inject
    WorkerStores stores;

    @Nested
    class Is200 {

        @Test
        void eventIsProcessedBeforeTheAnswer() {
            var answer = client.post(PATH, event("bought", "ann"))
                    .statusCode(200)
                    .body("status", equalTo("processed"))
                    .extract();

            client.get("/events/" + answer.path("event_id"))
                    .statusCode(200)
                    .body("state", equalTo("processed"))
                    .body("fact_id", equalTo(answer.path("fact_id")))
                    .body("message_id", nullValue());
        }

        /** So that no event is dated before an erasure that its transaction does not see. */
        @Test
        void eventIsDatedInItsTransactionHoweverLongThatIsWaitedFor() throws Exception {
            String token = TokenIssuer.limited(client.tenant(), Environment.LIVE, Map.of("participants_month", 100L));
            List<Connection> taken = new ArrayList<>();
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<String> event;
                Instant free;
                try {
                    while (taken.size() < ALL) {
                        taken.add(database.getConnection());
                    }
                    event = thread.submit(() -> given().auth()
                            .oauth2(token)
                            .contentType(ContentType.JSON)
                            .body(event("bought", "ann"))
                            .post("/api/v1" + PATH)
                            .then()
                            .statusCode(200)
                            .extract()
                            .path("event_id"));
                    await().atMost(SOON).until(this::isCharged);
                    Instant charged = Instant.now();
                    await().until(() -> Instant.now().isAfter(charged.plusMillis(2)));
                    free = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                } finally {
                    for (Connection connection : taken) {
                        connection.close();
                    }
                }

                assertThat(EventId.acceptedAt(UUID.fromString(event.get()))).isAfterOrEqualTo(free);
            }
        }

        private boolean isCharged() {
            return stores.send(Request.cmd(Command.KEYS).arg("*" + client.tenant() + "*"))
                    .contains(client.tenant().toString());
        }

        @Test
        void theSameMessageAgainGivesTheIdsOfTheFirst() {
            String body = event("bought", "ann", "m-1", "{\"amount\":49.99}");
            var first = client.post(PATH, body).statusCode(200).extract();

            client.post(PATH, body.replace("49.99", "49.990"))
                    .statusCode(200)
                    .body("status", equalTo("duplicate"))
                    .body("event_id", equalTo(first.path("event_id")))
                    .body("fact_id", equalTo(first.path("fact_id")));
        }

        @Test
        void dedupeKeysAreSharedWithTheStream() {
            String body = event("bought", "ann", "m-1", "{}");
            String accepted = client.send(body);
            client.settled(accepted).body("state", equalTo("processed"));

            client.post(PATH, body)
                    .statusCode(200)
                    .body("status", equalTo("duplicate"))
                    .body("event_id", equalTo(accepted));
        }

        @Test
        void idempotencyKeyIsTheDefaultOfTheMessageId() {
            String first = keyed("bought").statusCode(200).extract().path("event_id");

            keyed("bought").statusCode(200).body("status", equalTo("duplicate")).body("event_id", equalTo(first));
            keyed("sold").statusCode(409);
        }

        @Test
        void environmentsHaveDedupeKeysOfTheirOwn() {
            String body = event("bought", "ann", "m-1", "{}");
            client.post(PATH, body).statusCode(200);

            client.inTest().post(PATH, body).statusCode(200).body("status", equalTo("processed"));
        }

        private io.restassured.response.ValidatableResponse keyed(String name) {
            return client.request()
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", "k-1")
                    .body(event(name, "ann"))
                    .post("/api/v1" + PATH)
                    .then();
        }
    }

    @Nested
    class Is400 {

        @Test
        void invalidEventIsRefusedWithItsPath() {
            client.post(PATH, "{\"event_name\":\"a\",\"participant_id\":\"b\",\"properties\":{\"n\":[1e309]}}")
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details.path", contains("properties.n.0"));
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
                    .statusCode(401);
        }
    }

    @Nested
    class Is409 {

        @Test
        void theSameMessageIdWithOtherContentIsAConflictThatIsKept() {
            String first = client.post(PATH, event("bought", "ann", "m-1", "{\"n\":1}"))
                    .statusCode(200)
                    .extract()
                    .path("event_id");

            String conflict = client.post(PATH, event("bought", "ann", "m-1", "{\"n\":2}"))
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"))
                    .body("error.conflicts_with", equalTo(first))
                    .extract()
                    .path("error.event_id");

            client.get("/events/" + conflict)
                    .statusCode(200)
                    .body("state", equalTo("conflict"))
                    .body("duplicate_of", equalTo(first))
                    .body("properties.n", equalTo(2))
                    .body("fact_id", nullValue())
                    .body("processed_at", notNullValue());
        }
    }
}
