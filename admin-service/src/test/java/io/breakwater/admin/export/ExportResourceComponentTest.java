package io.breakwater.admin.export;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.AuthServer.Answer;
import io.breakwater.admin.testing.Database;
import io.breakwater.admin.testing.Peers;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class ExportResourceComponentTest {

    private static final String EXPORTS = "/api/v1/admin/exports";
    private static final String LINES = """
            {"kind":"event","data":{"id":"1"}}
            {"kind":"event","data":{"id":"2"}}
            {"kind":"end","counts":{"event":2,"fact":0}}
            """;

    private final Database database;

    ExportResourceComponentTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    @AfterEach
    void forget() {
        AuthServer.forget();
        Peers.erase(1);
        AuthServer.on(Peers.EXPORT, body -> new Answer(200, LINES, false));
    }

    private static String ask(UUID tenant, @Nullable String participant) {
        String body = participant == null
                ? "{\"tenant_id\":\"%s\"}".formatted(tenant)
                : "{\"tenant_id\":\"%s\",\"participant_id\":\"%s\"}".formatted(tenant, participant);
        return administrator()
                .body(body)
                .post(EXPORTS)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String fetch(String id, String service) {
        return administrator()
                .get(EXPORTS + "/" + id + "/" + service)
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
    }

    @Nested
    class Answered200 {

        @Test
        void theArchiveOfEachServiceCanBeFetched() {
            UUID tenant = UUID.randomUUID();
            String id = ask(tenant, null);

            JsonPath export = Peers.awaitState(EXPORTS + "/" + id, "done");

            assertThat(export.getList("archives.service"))
                    .containsExactly("auth-service", "ingest-service", "admin-service");
            assertThat(export.getInt("archives[1].counts.event")).isEqualTo(2);
            assertThat(export.getString("archives[1].path")).isEqualTo(EXPORTS + "/" + id + "/ingest-service");
            assertThat(fetch(id, "ingest-service")).isEqualTo(LINES);
            assertThat(fetch(id, "auth-service")).isEqualTo(LINES);
            assertThat(fetch(id, "admin-service"))
                    .contains("\"id\":\"" + id + "\"")
                    .contains("\"kind\":\"end\"");
        }

        @Test
        void theTrailOfATenantIsInTheArchive() {
            UUID tenant = UUID.randomUUID();
            String first = ask(tenant, null);
            Peers.awaitState(EXPORTS + "/" + first, "done");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> database.texts("SELECT action FROM audit_record WHERE chain = ?", tenant.toString())
                            .contains("export.request"));

            String second = ask(tenant, null);
            Peers.awaitState(EXPORTS + "/" + second, "done");

            assertThat(fetch(second, "admin-service"))
                    .contains("\"kind\":\"audit_entry\"", "\"action\":\"export.request\"");
        }

        @Test
        void ofAParticipantAuthServiceHasNothing() {
            String id = ask(UUID.randomUUID(), "anna");

            JsonPath export = Peers.awaitState(EXPORTS + "/" + id, "done");

            assertThat(export.getList("archives.service")).containsExactly("ingest-service", "admin-service");
            assertThat(AuthServer.calls(Peers.EXPORT))
                    .singleElement()
                    .asString()
                    .contains("\"participant_id\":\"anna\"");
            assertThat(database.texts("SELECT job::text FROM job WHERE id = ?::uuid", id))
                    .singleElement()
                    .asString()
                    .doesNotContain("anna");
        }

        @Test
        void aBigArchiveIsGivenOutAsItCame() {
            byte[] noise = new byte[2_000_000];
            new Random(7).nextBytes(noise);
            String big =
                    "{\"kind\":\"event\",\"data\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}\n" + LINES;
            AuthServer.on(Peers.EXPORT, body -> new Answer(200, big, false));
            String id = ask(UUID.randomUUID(), "anna");

            JsonPath export = Peers.awaitState(EXPORTS + "/" + id, "done");

            assertThat(export.getLong("archives[0].bytes")).isGreaterThan(1_900_000);
            assertThat(database.texts("SELECT seq FROM export_chunk WHERE job_id = ?::uuid", id))
                    .hasSizeGreaterThan(4);
            assertThat(fetch(id, "ingest-service")).isEqualTo(big);
        }

        @Test
        void anExportThatIsTooBigFailsAtOnceAndLeavesNothing() {
            byte[] noise = new byte[2_500_000];
            new Random(7).nextBytes(noise);
            String big = Base64.getEncoder().encodeToString(noise) + "\n" + LINES;
            AuthServer.on(Peers.EXPORT, body -> new Answer(200, big, false));

            JsonPath export = Peers.awaitState(EXPORTS + "/" + ask(UUID.randomUUID(), "anna"), "failed");

            assertThat(export.getString("archives[0].error")).isEqualTo("PAYLOAD_TOO_LARGE");
            assertThat(export.getInt("archives[0].attempts")).isOne();
            assertThat(archives(export.getString("id"))).isEmpty();
        }

        @Test
        void anExportThatIsRefusedFailsAtOnceAndKeepsWhatIsComplete() {
            AuthServer.on(
                    Peers.EXPORT,
                    body -> AuthServer.calls(Peers.EXPORT).size() == 1
                            ? new Answer(200, LINES, false)
                            : new Answer(400, "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"no\"}}", false));

            JsonPath export = Peers.awaitState(EXPORTS + "/" + ask(UUID.randomUUID(), null), "failed");

            assertThat(export.getString("archives[1].error")).isEqualTo("VALIDATION_ERROR");
            assertThat(archives(export.getString("id"))).containsExactly("auth-service");
            assertThat(fetch(export.getString("id"), "auth-service")).isEqualTo(LINES);
        }

        private List<String> archives(String export) {
            return database.texts("SELECT service FROM export_archive WHERE job_id = ?::uuid", export);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{\"kind\":\"event\",\"data\":{}}\n", "{\"kind\":\"end\",\"counts\":{}}"})
        void aStreamThatWasCutOffIsFetchedAgain(String cutOff) {
            AtomicInteger calls = new AtomicInteger();
            AuthServer.on(Peers.EXPORT, body -> new Answer(200, calls.incrementAndGet() == 1 ? cutOff : LINES, false));
            String id = ask(UUID.randomUUID(), "anna");

            Peers.awaitState(EXPORTS + "/" + id, "done");

            assertThat(calls).hasValue(2);
            assertThat(fetch(id, "ingest-service")).isEqualTo(LINES);
        }
    }

    @Nested
    class Answered202 {

        @Test
        void theSameRequestWhileItRunsIsTheSameExport() {
            AuthServer.on(Peers.EXPORT, body -> new Answer(503, "{}", false));
            UUID tenant = UUID.randomUUID();

            String id = ask(tenant, "anna");
            assertThat(ask(tenant, "anna")).isEqualTo(id);

            AuthServer.on(Peers.EXPORT, body -> new Answer(200, LINES, false));
            Peers.awaitState(EXPORTS + "/" + id, "done");
        }
    }

    @Nested
    class Refused400 {

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"tenant_id\":\"acme\"}", "{", "[]"})
        void whatIsIncompleteIsRefused(String body) {
            administrator().body(body).post(EXPORTS).then().statusCode(400);
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            String id = ask(UUID.randomUUID(), "anna");
            Peers.awaitState(EXPORTS + "/" + id, "done");
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                String token = AuthServer.token(kind);
                for (String path : List.of("", "/" + id, "/" + id + "/ingest-service")) {
                    given().auth().oauth2(token).get(EXPORTS + path).then().statusCode(403);
                }
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body("{\"tenant_id\":\"%s\"}".formatted(UUID.randomUUID()))
                        .post(EXPORTS)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
        }
    }

    @Nested
    class Refused404 {

        @Test
        void anErasureTakesTheArchivesOfTheTenantAndTheParticipantAlong() {
            UUID tenant = UUID.randomUUID();
            List<String> gone = List.of(ask(tenant, null), ask(tenant, "anna"));
            String other = ask(tenant, "bert");
            gone.forEach(id -> Peers.awaitState(EXPORTS + "/" + id, "done"));
            Peers.awaitState(EXPORTS + "/" + other, "done");

            String erasure = administrator()
                    .body("{\"tenant_id\":\"%s\",\"participant_id\":\"anna\",\"reason\":\"x\"}".formatted(tenant))
                    .post("/api/v1/admin/erasures")
                    .path("id");
            JsonPath erased = Peers.awaitState("/api/v1/admin/erasures/" + erasure, "done");

            assertThat(erased.getInt("receipt.counts.admin-service.export_archives"))
                    .isEqualTo(5);
            for (String id : gone) {
                administrator()
                        .get(EXPORTS + "/" + id + "/ingest-service")
                        .then()
                        .statusCode(404);
            }
            assertThat(fetch(other, "ingest-service")).isEqualTo(LINES);
        }

        @Test
        void anExpiredArchiveIsNotThere() {
            String id = ask(UUID.randomUUID(), "anna");
            Peers.awaitState(EXPORTS + "/" + id, "done");

            database.update("UPDATE export_archive SET expires_at = now() WHERE job_id = ?::uuid", id);

            administrator().get(EXPORTS + "/" + id + "/ingest-service").then().statusCode(404);
        }

        @Test
        void whatIsNoExportIsNotThere() {
            administrator().get(EXPORTS + "/" + UUID.randomUUID()).then().statusCode(404);
            administrator()
                    .get(EXPORTS + "/" + UUID.randomUUID() + "/ingest-service")
                    .then()
                    .statusCode(404);
        }
    }
}
