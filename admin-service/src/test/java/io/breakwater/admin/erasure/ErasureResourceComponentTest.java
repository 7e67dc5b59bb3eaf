package io.breakwater.admin.erasure;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.AuthServer.Answer;
import io.breakwater.admin.testing.Database;
import io.breakwater.admin.testing.Peers;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class ErasureResourceComponentTest {

    private static final String ERASURES = "/api/v1/admin/erasures";
    private static final String PERSON = "anna@example.com";

    private final Database database;

    ErasureResourceComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    @AfterEach
    void forget() {
        AuthServer.forget();
        Peers.erase(1);
    }

    private static String ask(UUID tenant, @Nullable String participant) {
        String body = participant == null
                ? "{\"tenant_id\":\"%s\",\"reason\":\"article 17\"}".formatted(tenant)
                : "{\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"reason\":\"article 17\"}"
                        .formatted(tenant, participant);
        return administrator()
                .body(body)
                .post(ERASURES)
                .then()
                .statusCode(202)
                .body("tenant_id", equalTo(tenant.toString()))
                .extract()
                .path("id");
    }

    @Nested
    class Answered200 {

        @Test
        void aTenantIsErasedInOrderAndTheReceiptSaysWhatWentWhere() {
            AuthServer.forget();
            Peers.erase(3);
            UUID tenant = UUID.randomUUID();

            JsonPath erasure = Peers.awaitState(ERASURES + "/" + ask(tenant, null), "done");

            assertThat(erasure.getList("steps.service"))
                    .containsExactly("auth-service", "ingest-service", "admin-service");
            assertThat(erasure.getInt("receipt.counts.auth-service.api_keys")).isEqualTo(3);
            assertThat(erasure.getInt("receipt.counts.ingest-service.events")).isEqualTo(7);
            assertThat(erasure.getInt("receipt.counts.admin-service.export_archives"))
                    .isZero();
            assertThat(erasure.getMap("receipt.counts.admin-service"))
                    .containsKeys("audit_keys", "export_archives", "open_exports");
            assertThat(erasure.getString("receipt.append_only_file.rewritten_at"))
                    .isEqualTo("2026-11-22T10:00:00Z");
            assertThat(erasure.getString("receipt.older_backups_expire_at"))
                    .isGreaterThan(erasure.getString("finished_at"));
            assertThat(erasure.getInt("steps[1].attempts")).isEqualTo(3);
            List<String> calls = AuthServer.CALLS.stream()
                    .filter(call -> call.contains(tenant.toString()))
                    .toList();
            assertThat(calls).hasSize(4);
            assertThat(calls.getFirst())
                    .startsWith(Peers.AUTH_ERASURE + tenant)
                    .contains("actor=" + AuthServer.ADMINISTRATOR, "erasure=" + erasure.getString("id"));
        }

        @Test
        void ofAParticipantNothingButTheHashIsKept() {
            UUID tenant = UUID.randomUUID();
            String hash = Sha256.hex(tenant + ":" + PERSON);

            String id = ask(tenant, PERSON);
            JsonPath erasure = Peers.awaitState(ERASURES + "/" + id, "done");

            assertThat(erasure.getString("participant_sha256")).isEqualTo(hash);
            assertThat(erasure.getList("steps.service")).containsExactly("ingest-service", "admin-service");
            assertThat(AuthServer.calls(Peers.INGEST_ERASURE).getFirst())
                    .contains("\"participant_id\":\"" + PERSON + "\"", "\"erasure_id\":\"" + id + "\"");
            assertThat(erasure.prettify()).doesNotContain(PERSON).doesNotContain("article 17");
            assertThat(database.texts(
                            "SELECT job::text || coalesce((SELECT string_agg(s::text, '') FROM job_step s"
                                    + " WHERE s.job_id = job.id), '') FROM job WHERE id = ?::uuid",
                            id))
                    .singleElement()
                    .asString()
                    .contains(hash)
                    .doesNotContain(PERSON)
                    .doesNotContain("article 17");
            assertThat(database.texts(
                            "SELECT erasure_ledger::text FROM erasure_ledger WHERE erasure_id = ?::uuid"
                                    + " AND completed_at IS NOT NULL",
                            id))
                    .singleElement()
                    .asString()
                    .contains(hash);
        }

        @Test
        void aParticipantOfTheLongestNameCanBeErased() {
            String longest = "\uD83D\uDC0B".repeat(255);

            Peers.awaitState(ERASURES + "/" + ask(UUID.randomUUID(), longest), "done");

            assertThat(AuthServer.calls(Peers.INGEST_ERASURE).getFirst()).contains(longest);
        }

        @Test
        void whatIsErasedAlreadyIsErasedAgain() {
            UUID tenant = UUID.randomUUID();
            String first = ask(tenant, PERSON);
            Peers.awaitState(ERASURES + "/" + first, "done");

            String second = ask(tenant, PERSON);

            assertThat(second).isNotEqualTo(first);
            Peers.awaitState(ERASURES + "/" + second, "done");
        }

        @Test
        void aServiceThatIsAwayIsAskedAgainUntilItIsBack() {
            AtomicBoolean away = new AtomicBoolean(true);
            AuthServer.on(
                    Peers.INGEST_ERASURE,
                    body -> away.get()
                            ? new Answer(503, "{}", false)
                            : new Answer(200, "{\"state\":\"done\",\"counts\":{\"events\":1}}", false));

            String id = ask(UUID.randomUUID(), PERSON);
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> administrator().get(ERASURES + "/" + id).path("steps[0].error"),
                            "SERVICE_UNAVAILABLE"::equals);
            away.set(false);

            JsonPath erasure = Peers.awaitState(ERASURES + "/" + id, "done");
            assertThat(erasure.getString("steps[0].error")).isNull();
            assertThat(erasure.getInt("steps[0].attempts")).isGreaterThan(1);
            assertThat(erasure.getString("receipt.append_only_file.state")).isEqualTo("off");
        }

        @Test
        void anErasureOfAKilledReplicaIsGoneOnWithByAnother() {
            AuthServer.forget();
            Peers.erase(1_000_000);
            String id = ask(UUID.randomUUID(), PERSON);
            await().until(() -> !AuthServer.calls(Peers.INGEST_ERASURE).isEmpty());
            // As it stands when a replica was killed inside a call.
            database.update(
                    "UPDATE job SET lease_owner = gen_random_uuid(), lease_until = clock_timestamp() + interval '3 s'"
                            + " WHERE id = ?::uuid",
                    id);
            Peers.erase(1);

            JsonPath erasure = Peers.awaitState(ERASURES + "/" + id, "done");

            assertThat(erasure.getInt("receipt.counts.ingest-service.events")).isEqualTo(7);
        }

        @Test
        void anErasureThatIsGivenUpIsToldAndKeepsNoPersonalData() {
            AuthServer.on(Peers.INGEST_ERASURE, body -> new Answer(503, "{}", false));
            String id = ask(UUID.randomUUID(), PERSON);
            database.update("UPDATE job SET give_up_at = now() - interval '1 s' WHERE id = ?::uuid", id);

            Peers.awaitState(ERASURES + "/" + id, "failed");

            assertThat(database.texts("SELECT job::text FROM job WHERE id = ?::uuid", id))
                    .singleElement()
                    .asString()
                    .doesNotContain(PERSON)
                    .doesNotContain("article 17");
            assertThat(database.texts(
                            "SELECT type FROM outbox WHERE stream = 'admin:notices' AND payload->>'erasure_id' = ?",
                            id))
                    .containsExactly("erasure.failed");
        }

        @Test
        void whoAskedIsInTheTrailAndTheReasonIsPersonal() {
            UUID tenant = UUID.randomUUID();
            String id = ask(tenant, PERSON);
            Peers.awaitState(ERASURES + "/" + id, "done");

            List<String> events = database.texts(
                    "SELECT payload::text FROM outbox WHERE stream = 'admin:audit' AND tenant_id = ? ORDER BY position",
                    tenant);
            assertThat(events)
                    .hasSize(2)
                    .allMatch(event -> event.contains(id))
                    .noneMatch(event -> event.contains(PERSON));
            assertThat(database.texts(
                            "SELECT payload->'personal'->>'reason' FROM outbox WHERE type = 'erasure.requested' AND tenant_id = ?",
                            tenant))
                    .containsExactly("article 17");
            assertThat(database.texts("SELECT payload->>'details' FROM outbox WHERE tenant_id = ?", tenant))
                    .noneMatch(details -> details.contains("article 17"));
        }

        @Test
        void erasuresAreListedFromTheNewestAndByTenant() {
            UUID tenant = UUID.randomUUID();
            String id = ask(tenant, null);
            ask(UUID.randomUUID(), null);

            administrator()
                    .get(ERASURES + "?tenant=" + tenant)
                    .then()
                    .statusCode(200)
                    .body("data.size()", equalTo(1))
                    .body("data.id", hasItem(id));
            administrator()
                    .get(ERASURES + "?limit=1")
                    .then()
                    .statusCode(200)
                    .body("pagination.has_more", equalTo(true));
        }
    }

    @Nested
    class Answered202 {

        @Test
        void theSameRequestWhileItRunsIsTheSameErasure() {
            AuthServer.forget();
            Peers.erase(1_000_000);
            UUID tenant = UUID.randomUUID();

            String first = ask(tenant, null);
            assertThat(ask(tenant, null)).isEqualTo(first);
            assertThat(ask(tenant, PERSON)).isNotEqualTo(first);

            Peers.erase(1);
            Peers.awaitState(ERASURES + "/" + first, "done");
        }

        @Test
        void whatAParticipantDidSinceAnErasureBeganIsErasedByOneMoreBehindIt() {
            AuthServer.forget();
            Peers.erase(1_000_000);
            UUID tenant = UUID.randomUUID();
            String first = ask(tenant, PERSON);
            await().until(() -> !AuthServer.calls(Peers.INGEST_ERASURE).isEmpty());

            String second = ask(tenant, PERSON);
            assertThat(second).isNotEqualTo(first);
            assertThat(ask(tenant, PERSON)).isEqualTo(second);
            assertThat(ask(tenant, "another")).isNotIn(first, second);
            String reaches =
                    administrator().get(ERASURES + "/" + second).jsonPath().getString("requested_at");
            assertThat(AuthServer.CALLS).noneMatch(call -> call.contains("\"" + second + "\""));

            Peers.erase(1);
            Peers.awaitState(ERASURES + "/" + first, "done");
            Peers.awaitState(ERASURES + "/" + second, "done");
            assertThat(AuthServer.CALLS)
                    .anyMatch(call -> call.contains("\"" + second + "\"") && call.contains(reaches));
            assertThat(database.texts(
                            "SELECT count(*) FROM erasure_ledger l JOIN job j ON j.id = l.erasure_id"
                                    + " WHERE j.id = ?::uuid AND l.requested_at = j.requested_at",
                            second))
                    .containsExactly("1");
        }

        @Test
        void aRepetitionWithTheSameIdempotencyKeyIsReplayed() {
            String key = UUID.randomUUID().toString();
            String body = "{\"tenant_id\":\"%s\",\"reason\":\"x\"}".formatted(UUID.randomUUID());
            String first = administrator()
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post(ERASURES)
                    .path("id");
            administrator()
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post(ERASURES)
                    .then()
                    .statusCode(202)
                    .header("Idempotency-Replayed", "true")
                    .body("id", equalTo(first));
        }
    }

    @Nested
    class Refused400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"reason\":\"x\"}",
                    "{\"tenant_id\":\"acme\",\"reason\":\"x\"}",
                    "{\"tenant_id\":\"0198c0de-0000-7000-8000-000000000001\"}",
                    "{\"tenant_id\":\"0198c0de-0000-7000-8000-000000000001\",\"reason\":\" \"}",
                    "{\"tenant_id\":\"0198c0de-0000-7000-8000-000000000001\",\"participant_id\":\"\",\"reason\":\"x\"}",
                    "{\"tenant_id\":\"0198c0de-0000-7000-8000-000000000001\",\"participant_id\":\"a\\u0000\",\"reason\":\"x\"}",
                    "{",
                    "null"
                })
        void whatIsIncompleteIsRefused(String body) {
            administrator().body(body).post(ERASURES).then().statusCode(400);
        }

        @Test
        void anOverLongParticipantIsRefused() {
            administrator()
                    .body("{\"tenant_id\":\"%s\",\"participant_id\":\"%s\",\"reason\":\"x\"}"
                            .formatted(UUID.randomUUID(), "a".repeat(256)))
                    .post(ERASURES)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("participant_id"));
        }

        @Test
        void aTenantThatIsNoIdIsRefused() {
            administrator().get(ERASURES + "?tenant=acme").then().statusCode(400);
        }
    }

    @Nested
    class Refused401 {

        @Test
        void nobodyErasesWithoutACredential() {
            given().contentType("application/json")
                    .body("{}")
                    .post(ERASURES)
                    .then()
                    .statusCode(401);
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            String body = "{\"tenant_id\":\"%s\",\"reason\":\"x\"}".formatted(UUID.randomUUID());
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                String token = AuthServer.token(kind);
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body(body)
                        .post(ERASURES)
                        .then()
                        .statusCode(403);
                given().auth().oauth2(token).get(ERASURES).then().statusCode(403);
                given().auth()
                        .oauth2(token)
                        .get(ERASURES + "/" + UUID.randomUUID())
                        .then()
                        .statusCode(403);
            }
        }
    }

    @Nested
    class Refused404 {

        @Test
        void anUnknownErasureIsNotThere() {
            administrator().get(ERASURES + "/" + UUID.randomUUID()).then().statusCode(404);
            administrator().get(ERASURES + "/all").then().statusCode(404);
        }
    }
}
