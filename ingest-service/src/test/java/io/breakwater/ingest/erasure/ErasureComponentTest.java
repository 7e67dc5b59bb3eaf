package io.breakwater.ingest.erasure;

import static io.breakwater.ingest.Client.SOON;
import static io.breakwater.ingest.Client.event;
import static io.breakwater.ingest.worker.WorkerStores.entryOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.ingest.AdminCaller;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.Partitions;
import io.breakwater.ingest.tombstone.SubjectHash;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class ErasureComponentTest {

    @Inject
    WorkerStores stores;

    @Inject
    RawSearch search;

    @Inject
    EventWalk walk;

    @Inject
    Transactions transactions;

    private final Client client = Client.fresh();
    private final String ann = "ann-" + UUID.randomUUID();
    private final UUID erasure = UUID.randomUUID();
    private int entries;

    @BeforeEach
    void writeInClear() {
        search.preventCompression();
    }

    @AfterEach
    void workAgain() {
        stores.startWorker();
    }

    private String body(@Nullable String participant, @Nullable String hash, Instant requestedAt) {
        return "{\"erasure_id\":\"%s\",\"tenant_id\":\"%s\",\"participant_id\":%s,\"participant_sha256\":%s,\"requested_at\":\"%s\"}"
                .formatted(erasure, client.tenant(), quoted(participant), quoted(hash), requestedAt);
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static ValidatableResponse call(String body) {
        return AdminCaller.post("/internal/erasures?actor=" + UUID.randomUUID(), body);
    }

    /** Calls until it is done, as admin-service does. */
    private static JsonPath done(String body) {
        return await().atMost(SOON)
                .until(
                        () -> call(body).statusCode(200).extract().jsonPath(),
                        answer -> answer.getString("state").equals("done"));
    }

    private void dead(String payload) {
        stores.xadd(
                Partitions.of(client.tenant(), Environment.LIVE, "x"),
                entryOf(client, payload, "%010x".formatted(++entries)));
    }

    private List<String> states() throws Exception {
        return stores.rows(
                "SELECT state || ' ' || sum(events) FROM ledger WHERE tenant_id = '%s' GROUP BY state "
                        + "HAVING sum(events) > 0 ORDER BY 1",
                client.tenant());
    }

    @Nested
    class OfAParticipant {

        @Test
        void nothingIsLeftInAnyTableKeyOrFileAndTheAccountsBalance() throws Exception {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(client.send(event("bought", ann, "m-" + ann + i, "{\"who\":\"" + ann + "\"}")));
            }
            ids.add(client.send(event("bought", ann, "m-" + ann + "0", "{\"who\":\"" + ann + "\"}")));
            ids.add(client.send(event("bought", ann, "m-" + ann + "0", "{}")));
            ids.add(client.inTest().send(event("bought", ann)));
            ids.add(client.post("/ingest/events/sync", event("bought", ann))
                    .statusCode(200)
                    .extract()
                    .path("event_id"));
            String bobs = client.send(event("bought", "bob"));
            dead("{\"participant_id\":\"%s\"}".formatted(ann));
            dead("{\"type\":\"track\",\"userId\":\"%s\"}".formatted(ann));
            dead("{not json of " + ann);
            dead("{\"participant_id\":\"bob\"}");
            client.post("/sdk/identify", "{\"userId\":\"%s\",\"traits\":{\"name\":\"%s\"}}".formatted(ann, ann))
                    .statusCode(200);
            client.post("/sdk/session", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(200);
            client.post("/sdk/session", "{\"anonymousId\":\"%s\"}".formatted(ann))
                    .statusCode(200);
            client.post("/sdk/session", "{\"anonymousId\":\"bob\"}").statusCode(200);
            ids.subList(0, 22).forEach(client::settled);
            client.settled(bobs);
            await().atMost(SOON).until(() -> states().contains("dead 4"));

            JsonPath answer = done(body(ann, null, Instant.now()));

            assertThat(search.places(ann)).isEmpty();
            assertThat(answer.getMap("counts"))
                    .containsEntry("events", 24)
                    .containsEntry("facts", 22)
                    .containsEntry("dedupe_keys", 20)
                    .containsEntry("dead_letters", 3)
                    .containsEntry("sdk_users", 1)
                    .containsEntry("sdk_sessions", 2)
                    .containsEntry("stream_entries", 0)
                    .containsEntry("quota_notices", 0);
            assertThat(answer.getString("append_only_file.state")).isEqualTo("rewritten");
            assertThat(answer.getString("append_only_file.rewritten_at")).isNotNull();
            assertThat(states()).containsExactly("dead 1", "erased 27", "processed 1");
            client.get("/ingest/report")
                    .body("accepted", equalTo(28))
                    .body("erased", equalTo(26))
                    .body("unaccounted", equalTo(0));
            client.settled(bobs).body("state", equalTo("processed"));
            client.get("/events/" + ids.getFirst())
                    .statusCode(200)
                    .body("state", equalTo("erased"))
                    .body("participant_id", nullValue())
                    .body("properties", nullValue());
            client.get("/events").body("data.size()", equalTo(2));
        }

        @Test
        void eventsThatStillWaitInTheStreamAreErasedToo() throws Exception {
            stores.stopWorker();
            String waiting = client.send(event("bought", ann));
            Instant requested = Instant.now();
            call(body(ann, null, requested))
                    .statusCode(200)
                    .body("state", equalTo("running"))
                    .body("waits_for", equalTo("stream"));
            stores.startWorker();

            JsonPath answer = done(body(ann, null, requested));

            assertThat(answer.getInt("counts.stream_entries")).isEqualTo(1);
            assertThat(search.places(ann)).isEmpty();
            client.get("/events/" + waiting).body("state", equalTo("erased"));
            assertThat(states()).containsExactly("erased 1");
        }

        @Test
        void whoeverComesBackIsTakenInAgain() throws Exception {
            client.settled(client.send(event("bought", ann, "m", "{}")));
            Instant requested = Instant.now();
            await().until(() -> Instant.now().toEpochMilli() > requested.toEpochMilli());
            call(body(ann, null, requested)).statusCode(200);
            String meanwhile = client.send(event("bought", ann, "m2", "{}"));
            done(body(ann, null, requested));
            String after = client.send(event("bought", ann, "m", "{}"));

            client.settled(meanwhile).body("state", equalTo("processed"));
            client.settled(after).body("state", equalTo("processed"));
            done(body(ann, null, requested));
            client.settled(after).body("state", equalTo("processed"));
        }

        @Test
        void aHashIsEnough() throws Exception {
            for (int i = 0; i < 20; i++) {
                client.settled(client.send(event("bought", "other" + i)));
            }
            for (int i = 0; i < 10; i++) {
                client.settled(client.send(event("bought", ann)));
            }
            dead("{\"type\":\"track\",\"userId\":\"%s\"}".formatted(ann));
            client.post("/sdk/identify", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(200);
            await().atMost(SOON).until(() -> states().contains("dead 1"));

            JsonPath answer = done(body(null, SubjectHash.of(client.tenant(), ann), Instant.now()));

            assertThat(search.places(ann)).isEmpty();
            assertThat(answer.getInt("counts.events")).isEqualTo(10);
            assertThat(answer.getInt("counts.dead_letters")).isEqualTo(1);
            assertThat(answer.getInt("counts.sdk_users")).isEqualTo(1);
            assertThat(states()).containsExactly("erased 11", "processed 20");
        }

        @Test
        void underLoadWithTwoCallersEverythingOfBeforeGoesAndNothingOfLaterAndTheSumsAreExact() throws Exception {
            AtomicBoolean stop = new AtomicBoolean();
            Callable<List<String>> load = () -> {
                List<String> sent = new ArrayList<>();
                while (!stop.get() && sent.size() < 1_000) {
                    sent.add(client.send(event("bought", ann, "m" + UUID.randomUUID(), "{}")));
                    client.post("/ingest/events/sync", event("bought", ann)).statusCode(200);
                }
                return sent;
            };
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                List<Future<List<String>>> senders =
                        Stream.generate(() -> threads.submit(load)).limit(3).toList();
                await().atMost(SOON)
                        .until(() -> !stores.rows(
                                        "SELECT id FROM event WHERE tenant_id = '%s' LIMIT 1", client.tenant())
                                .isEmpty());
                Instant requested = Instant.now();
                List<Future<JsonPath>> callers = Stream.generate(
                                () -> threads.submit(() -> done(body(ann, null, requested))))
                        .limit(2)
                        .toList();
                for (Future<JsonPath> caller : callers) {
                    caller.get();
                }
                assertThat(stores.rows(
                                "SELECT id FROM event WHERE tenant_id = '%s' AND state <> 'erased' AND accepted_at <= '"
                                        + requested + "'",
                                client.tenant()))
                        .isEmpty();
                stop.set(true);
                for (Future<List<String>> sender : senders) {
                    sender.get().forEach(client::settled);
                }
                assertThat(stores.rows(
                                "SELECT id FROM event WHERE tenant_id = '%s' AND state = 'erased' AND accepted_at > '"
                                        + requested + "'",
                                client.tenant()))
                        .isEmpty();
            }
            assertThat(stores.rows("""
                            SELECT state || ' ' || count(*) FROM event WHERE tenant_id = '%s' GROUP BY state ORDER BY 1
                            """, client.tenant())).isEqualTo(states()).hasSize(2);
            assertThat(stores.rows("""
                            SELECT (r->>'state') || ' ' || sum((r->>'count')::bigint)
                            FROM outbox, jsonb_array_elements(payload->'rows') r
                            WHERE stream = 'ingest:usage' AND r->>'tenant_id' = '%s'
                            GROUP BY r->>'state' ORDER BY 1
                            """, client.tenant())).isEqualTo(states());
            assertThat(stores.rows("""
                            SELECT count(*) - (SELECT count(*) FROM event WHERE tenant_id = '%s' AND state = 'processed')
                            FROM fact WHERE tenant_id = '%s'
                            """, client.tenant())).containsExactly("0");
        }

        @Test
        void deadLettersThatAreBeingErasedAreNotReplayed() throws Exception {
            dead("{\"participant_id\":\"bob\"}");
            await().atMost(SOON).until(() -> states().contains("dead 1"));
            String id = stores.rows("SELECT id FROM event WHERE tenant_id = '%s'", client.tenant())
                    .getFirst();
            stores.stopWorker();
            call(body(ann, null, Instant.now())).statusCode(200).body("state", equalTo("running"));

            client.admin()
                    .contentType(ContentType.JSON)
                    .body(event("bought", ann))
                    .post("/api/v1/dead-letters/" + id + "/replay")
                    .then()
                    .statusCode(404);
        }

        @Test
        void whatWasKeptOfALetterIsGoneOnceItWasReplayedForSomebodyElse() throws Exception {
            dead("{\"type\":\"track\",\"userId\":\"%s\"}".formatted(ann));
            await().atMost(SOON).until(() -> states().contains("dead 1"));
            String id = stores.rows("SELECT id FROM event WHERE tenant_id = '%s'", client.tenant())
                    .getFirst();
            replay(id).statusCode(200).body("already_replayed", equalTo(false));
            replay(id).statusCode(200).body("already_replayed", equalTo(true)).body("state", equalTo("processed"));

            done(body(ann, null, Instant.now()));

            assertThat(search.places(ann)).isEmpty();
            assertThat(states()).containsExactly("processed 1");
        }

        private ValidatableResponse replay(String id) {
            return client.admin()
                    .contentType(ContentType.JSON)
                    .body(event("bought", "bob"))
                    .post("/api/v1/dead-letters/" + id + "/replay")
                    .then();
        }

        @Test
        void lettersOfOthersStayWhateverTheySay() throws Exception {
            dead("{\"participant_id\":\"bob\",\"properties\":{\"friend\":\"%s\"}}".formatted(ann));
            dead("{not json of %s-and-bob".formatted(ann));
            await().atMost(SOON).until(() -> states().contains("dead 2"));

            JsonPath answer = done(body(ann, null, Instant.now()));

            assertThat(answer.getInt("counts.dead_letters")).isZero();
            assertThat(states()).containsExactly("dead 2");
        }

        @Test
        void lookingThroughLargeLettersMayTakeItsTime() throws Exception {
            Erasure asked =
                    new Erasure(erasure, client.tenant(), ann, SubjectHash.of(client.tenant(), ann), Instant.now());

            String patience = transactions.run(connection -> {
                walk.eraseMentions(connection, asked, null);
                try (var show = connection.createStatement();
                        var row = show.executeQuery("SHOW idle_in_transaction_session_timeout")) {
                    row.next();
                    return row.getString(1);
                }
            });

            assertThat(patience).isEqualTo("1min");
        }

        @Test
        void whereRedisDoesNotLetTheServiceRewriteItsFileTheReceiptSaysSo() {
            stores.send(acl("-bgrewriteaof"));
            try {
                JsonPath answer = done(body(ann, null, Instant.now()));

                assertThat(answer.getString("append_only_file.state")).isEqualTo("refused");
                assertThat(answer.getString("append_only_file.rewritten_at")).isNull();
            } finally {
                stores.send(acl("+bgrewriteaof"));
            }
        }

        private static Request acl(String rule) {
            return Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg(rule);
        }

        @Test
        void itIsInTheAuditTrailWithoutTheParticipant() throws Exception {
            done(body(ann, null, Instant.now()));

            assertThat(stores.rows(
                            "SELECT type || (payload->'details'->>'of') FROM outbox "
                                    + "WHERE stream = 'ingest:audit' AND payload->'target'->>'id' = '%s' ORDER BY position",
                            erasure))
                    .containsExactly("events.erasure_startedparticipant", "events.erasedparticipant");
        }
    }

    @Nested
    class OfATenant {

        @Test
        void whatArrivesWhileReplicasLearnOfItIsTrimmedToo() throws Exception {
            String body = body(null, null, Instant.now());
            call(body).statusCode(200).body("state", equalTo("running"));
            stores.xadd(5, entryOf(client, event("meanwhile", ann), "00000000fe"));

            done(body);

            assertThat(search.places(ann)).isEmpty();
            assertThat(states()).containsExactly("erased 1");
        }

        @Test
        void everythingGoesAndWhatComesLaterIsRefusedOrErased() throws Exception {
            for (int i = 0; i < 10; i++) {
                client.settled(client.send(event("bought", ann + i, "m" + i, "{}")));
                client.inTest().send(event("bought", ann + i));
            }
            dead("{\"participant_id\":\"%s\"}".formatted(ann));
            client.post("/sdk/identify", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(200);
            client.post("/sdk/session", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(200);
            given().auth()
                    .oauth2(TokenIssuer.limited(client.tenant(), Environment.LIVE, Map.of("participants_month", 100L)))
                    .contentType(ContentType.JSON)
                    .body(event("bought", ann))
                    .post("/api/v1/ingest/events/sync")
                    .then()
                    .statusCode(200);
            await().atMost(SOON).until(() -> states().contains("dead 1"));

            JsonPath answer = done(body(null, null, Instant.now()));
            stores.xadd(5, entryOf(client, event("late", ann), "00000000ff"));

            await().atMost(SOON).until(() -> states().equals(List.of("erased 23")));
            assertThat(answer.getInt("counts.sdk_users")).isEqualTo(1);
            assertThat(answer.getInt("counts.sdk_sessions")).isEqualTo(1);
            assertThat(answer.getInt("counts.quota_participants")).isPositive();
            assertThat(stores.rows(
                            "SELECT id FROM event WHERE tenant_id = '%s' AND state <> 'erased'", client.tenant()))
                    .isEmpty();
            for (String table :
                    List.of("fact", "dedupe_key", "sdk_user", "sdk_session", "quota_refund", "quota_notice")) {
                assertThat(stores.rows("SELECT 1 FROM " + table + " WHERE tenant_id = '%s'", client.tenant()))
                        .isEmpty();
            }
            client.post("/ingest/events", event("later", ann)).statusCode(403);
            client.post("/ingest/events/sync", event("later", ann)).statusCode(403);
            client.post("/sdk/identify", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(403);
            client.post("/sdk/session", "{\"userId\":\"%s\"}".formatted(ann)).statusCode(403);
        }
    }

    @Nested
    class Is400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"erasure_id\":\"0193f1a0-0000-7000-8000-000000000001\"}",
                    "{\"erasure_id\":\"x\",\"tenant_id\":\"y\"}",
                    "{\"erasure_id\":\"0193f1a0-0000-7000-8000-000000000001\","
                            + "\"tenant_id\":\"0193f1a0-0000-7000-8000-000000000002\"}",
                    "{\"erasure_id\":\"0193f1a0-0000-7000-8000-000000000001\","
                            + "\"tenant_id\":\"0193f1a0-0000-7000-8000-000000000002\","
                            + "\"requested_at\":\"2100-01-01T00:00:00Z\"}",
                    "{\"erasure_id\":\"0193f1a0-0000-7000-8000-000000000001\","
                            + "\"tenant_id\":\"0193f1a0-0000-7000-8000-000000000002\",\"participant_id\":\"\","
                            + "\"requested_at\":\"2026-01-01T00:00:00Z\"}",
                    "{\"erasure_id\":\"0193f1a0-0000-7000-8000-000000000001\","
                            + "\"tenant_id\":\"0193f1a0-0000-7000-8000-000000000002\",\"participant_sha256\":\"abc\","
                            + "\"requested_at\":\"2026-01-01T00:00:00Z\"}"
                })
        void whatIsNoErasureIsRefused(String body) {
            call(body).statusCode(400);
        }

        @Test
        void aHashOfSomebodyElseIsRefused() {
            call(body(ann, SubjectHash.of(client.tenant(), "bob"), Instant.now()))
                    .statusCode(400);
        }
    }

    @Nested
    class Is401 {

        @Test
        void onlyServicesMayCall() {
            given().contentType(ContentType.JSON)
                    .body(body(ann, null, Instant.now()))
                    .post(AdminCaller.management("/internal/erasures"))
                    .then()
                    .statusCode(401);
            given().auth()
                    .oauth2(TokenIssuer.platform())
                    .contentType(ContentType.JSON)
                    .body(body(ann, null, Instant.now()))
                    .post(AdminCaller.management("/internal/erasures"))
                    .then()
                    .statusCode(401);
        }
    }

    @Nested
    class Is409 {

        @Test
        void anErasureIsOfOneSubject() {
            call(body(ann, null, Instant.now())).statusCode(200);

            call(body("bob", null, Instant.now())).statusCode(409);
            call(body(null, null, Instant.now())).statusCode(409);
        }
    }
}
