package io.breakwater.ingest.deadletter;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class DeadLetterComponentTest {

    private static final String NO_NAME = "{\"participant_id\":\"ann\"}";

    @Inject
    WorkerStores stores;

    private final Client client = Client.fresh();
    private int entries;

    @Nested
    class Listing {

        @Test
        void lettersSayWhyAndAreFoundByReasonNameAndParticipant() {
            dead("{not json", Map.of());
            dead(NO_NAME, Map.of("mid", "m"));
            dead(
                    "{\"type\":\"track\"}",
                    Map.of("reject", "{\"code\":\"VALIDATION_ERROR\",\"path\":\"event\",\"message\":\"is required\"}"));
            dead(event("bought", "bob"), Map.of("reject", "no json"));
            awaitDead(4);

            list("?reason=UNREADABLE").body("data", hasSize(1)).body("data[0].payload", equalTo("{not json"));
            list("?reason=INVALID&participant_id=ann")
                    .body("data", hasSize(1))
                    .body("data[0].path", equalTo("event_name"))
                    .body("data[0].client_message_id", equalTo("m"))
                    .body("data[0].accepted_at", notNullValue())
                    .body("data[0].died_at", notNullValue());
            list("?reason=VALIDATION_ERROR")
                    .body("data", hasSize(1))
                    .body("data[0].path", equalTo("event"))
                    .body("data[0].message", equalTo("is required"));
            list("?event_name=bought").body("data", hasSize(1)).body("data[0].participant_id", equalTo("bob"));
            list("?from=2100-01-01T00:00:00Z").body("data", hasSize(0));
        }

        @Test
        void pagesFollowEachOther() {
            for (int i = 0; i < 3; i++) {
                dead(NO_NAME, Map.of());
            }
            awaitDead(3);

            String next = list("?limit=2")
                    .body("data", hasSize(2))
                    .body("pagination.has_more", equalTo(true))
                    .extract()
                    .path("pagination.next_cursor");
            list("?limit=2&cursor=" + next)
                    .body("data", hasSize(1))
                    .body("pagination.has_more", equalTo(false))
                    .body("pagination.next_cursor", nullValue());
            client.admin().get("/api/v1/dead-letters?cursor=x").then().statusCode(400);
            client.admin().get("/api/v1/dead-letters?reason=a%20b").then().statusCode(400);
        }
    }

    @Nested
    class ReplayOfOne {

        @Test
        void correctedEventHasItsEffectOnceHoweverOftenItIsReplayedAtTheSameTime() throws Exception {
            dead(NO_NAME, Map.of("mid", "m"));
            String id = awaitDead(1).getFirst();
            Callable<ValidatableResponse> replay =
                    () -> replay(id, event("bought", "ann", "m", "{\"n\":1}")).statusCode(200);

            List<Boolean> repeated;
            try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
                repeated = threads
                        .invokeAll(Stream.generate(() -> replay).limit(20).toList())
                        .stream()
                        .map(Future::resultNow)
                        .map(answer -> answer.body("state", equalTo("processed"))
                                .extract()
                                .<Boolean>path("already_replayed"))
                        .toList();
            }

            assertThat(repeated).containsOnlyOnce(false);
            stores.oneFactOf(id);
            assertThat(stores.rows("SELECT type FROM outbox WHERE tenant_id = '%s' ORDER BY type", client.tenant()))
                    .containsExactly("dead_letter.replayed", "fact.created");
            client.settled(id)
                    .body("state", equalTo("processed"))
                    .body("event_name", equalTo("bought"))
                    .body("error", nullValue());
            client.get("/ingest/report")
                    .body("accepted", equalTo(1))
                    .body("processed", equalTo(1))
                    .body("dead", equalTo(0));
            list("").body("data", hasSize(0));
        }

        @Test
        void eventThatIsStillNoneStaysDead() {
            dead(NO_NAME, Map.of());
            String id = awaitDead(1).getFirst();

            replay(id, "").statusCode(400).body("error.details[0].path", equalTo("event_name"));
            replay(id, "{}").statusCode(400);
            replay(id, "{").statusCode(400).body("error.code", equalTo("INVALID_REQUEST"));

            client.get("/ingest/report").body("dead", equalTo(1)).body("processed", equalTo(0));
        }

        @Test
        void dedupeKeyIsKept() {
            dead(NO_NAME, Map.of("mid", "m"));
            dead(NO_NAME, Map.of("mid", "m"));
            List<String> ids = awaitDead(2);
            String first = client.send(event("bought", "ann", "m", "{\"n\":1}"));
            client.settled(first).body("state", equalTo("processed"));

            replay(ids.get(0), event("bought", "ann", "other", "{}"))
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("message_id"));
            replay(ids.get(0), "{\"event_name\":\"bought\",\"participant_id\":\"ann\",\"properties\":{\"n\":1}}")
                    .statusCode(200)
                    .body("state", equalTo("duplicate"))
                    .body("duplicate_of", equalTo(first));
            replay(ids.get(1), event("bought", "ann")).statusCode(200).body("state", equalTo("conflict"));

            client.get("/ingest/report")
                    .body("accepted", equalTo(3))
                    .body("processed", equalTo(1))
                    .body("duplicate", equalTo(1))
                    .body("conflict", equalTo(1))
                    .body("dead", equalTo(0));
        }

        @Test
        void eventThatTheDatabaseRefusedIsReplayedAsItWasSentWhenItTakesIt() throws Exception {
            String id;
            try (var _ = stores.refusing("unwanted")) {
                id = client.send(event("unwanted", "ann"));
                client.settled(id).body("state", equalTo("dead"));
                list("?reason=STORAGE_REFUSED").body("data[0].event_id", equalTo(id));
                replay(id, "").statusCode(409).body("error.code", equalTo("CONFLICT"));
            }

            replay(id, "").statusCode(200).body("state", equalTo("processed"));

            stores.oneFactOf(id);
        }
    }

    @Nested
    class ReplayByFilter {

        @Test
        void dryRunSaysWhatTheReplayThenDoes() throws Exception {
            String good = event("bought", "ann");
            for (int i = 0; i < 3; i++) {
                dead(good, Map.of("reject", "{\"code\":\"HELD\",\"message\":\"held back\"}"));
            }
            dead(NO_NAME, Map.of("reject", "{\"code\":\"HELD\",\"message\":\"held back\"}"));
            dead(NO_NAME, Map.of());
            awaitDead(5);
            String filter = "\"filter\":{\"reason\":\"HELD\"}";

            replayAll("{%s,\"dry_run\":true}".formatted(filter))
                    .body("dry_run", equalTo(true))
                    .body("matched", equalTo(4))
                    .body("processed", equalTo(3))
                    .body("dead", equalTo(1));
            assertThat(facts()).isEmpty();
            client.get("/ingest/report").body("dead", equalTo(5)).body("processed", equalTo(0));

            replayAll("{%s,\"max\":2}".formatted(filter))
                    .body("matched", equalTo(2))
                    .body("processed", equalTo(2))
                    .body("has_more", equalTo(true));
            replayAll("{%s}".formatted(filter))
                    .body("matched", equalTo(2))
                    .body("processed", equalTo(1))
                    .body("dead", equalTo(1))
                    .body("results.find { it.state == 'dead' }.error.path", equalTo("event_name"))
                    .body("has_more", equalTo(false));

            assertThat(facts()).hasSize(3);
            client.get("/ingest/report").body("dead", equalTo(2)).body("processed", equalTo(3));
        }

        @Test
        void limitsAreChecked() {
            for (String body : List.of("{\"max\":0}", "{\"max\":1001}", "{\"filter\":{\"from\":\"now\"}}")) {
                client.admin()
                        .contentType(ContentType.JSON)
                        .body(body)
                        .post("/api/v1/dead-letters/replay")
                        .then()
                        .statusCode(400);
            }
        }

        private List<String> facts() throws Exception {
            return stores.rows("SELECT id FROM fact WHERE tenant_id = '%s'", client.tenant());
        }
    }

    @Nested
    class Refusals {

        @Test
        void onlyTheScopeAdminMaySeeAndReplay() {
            client.get("/dead-letters").statusCode(403).body("error.code", equalTo("MISSING_SCOPE"));
            client.post("/dead-letters/replay", "{}").statusCode(403);
            given().get("/api/v1/dead-letters").then().statusCode(401);
        }

        @Test
        void foreignAndLivingEventsAreNotFound() {
            dead(NO_NAME, Map.of());
            String id = awaitDead(1).getFirst();
            String living = client.send(event("bought", "ann"));
            client.settled(living);

            for (Client other : List.of(client.inTest(), Client.fresh())) {
                other.admin()
                        .contentType(ContentType.JSON)
                        .post("/api/v1/dead-letters/" + id + "/replay")
                        .then()
                        .statusCode(404);
            }
            replay(living, "").statusCode(404);
            replay("x", "").statusCode(404);
        }
    }

    private void dead(String payload, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(entryOf(client, payload, "%010x".formatted(++entries)));
        fields.putAll(more);
        stores.xadd(Partitions.of(client.tenant(), Environment.LIVE, "ann"), fields);
    }

    /** The ids, newest first, once there are so many. */
    private List<String> awaitDead(int count) {
        return await().atMost(SOON)
                .until(() -> list("").extract().<List<String>>path("data.event_id"), ids -> ids.size() == count);
    }

    private ValidatableResponse list(String query) {
        return client.admin().get("/api/v1/dead-letters" + query).then().statusCode(200);
    }

    private ValidatableResponse replay(String id, String body) {
        return client.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/dead-letters/" + id + "/replay")
                .then();
    }

    private ValidatableResponse replayAll(String body) {
        return client.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/dead-letters/replay")
                .then()
                .statusCode(200);
    }
}
