package io.breakwater.ingest.sdk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.ingest.Client;
import io.breakwater.ingest.TokenIssuer;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.worker.WorkerStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoresTestResource.class, initArgs = @ResourceArg(name = "service", value = "ingest"))
@QuarkusTestResource(TokenIssuer.class)
class SdkComponentTest {

    private static final String JSON = "application/json";

    private final Client client = Client.fresh();

    @Inject
    Transactions transactions;

    @Inject
    SdkSessions sessions;

    @Inject
    SdkConfig config;

    @Inject
    WorkerStores stores;

    @AfterEach
    void workAgain() {
        stores.startWorker();
    }

    /** So that nobody is dated before an erasure that their transaction is not waited for by. */
    @Test
    void usersAndSessionsAreDatedByTransactionsThatErasuresWaitFor() throws Exception {
        stores.stopWorker();
        AtomicInteger readings = new AtomicInteger();
        Clock clock = new TransactionClock(readings);
        Identity sender = new Identity(
                SubjectKind.KEY,
                UUID.randomUUID(),
                client.tenant(),
                Environment.LIVE,
                null,
                Set.of(),
                List.of(),
                null,
                Set.of(),
                null,
                Map.of());

        new SdkUsers(transactions, clock).identify(sender, new SdkBodies.Identify("u1", null, "{}"));
        new SdkSessions(transactions, config, clock).open(sender, new SdkBodies.NewSession("u1", null, null, null));

        assertThat(readings).hasValue(2);
    }

    /** Read only while a transaction that has its id does nothing else. */
    private final class TransactionClock extends Clock {

        private final AtomicInteger readings;

        TransactionClock(AtomicInteger readings) {
            this.readings = readings;
        }

        @Override
        public Instant instant() {
            try {
                assertThat(rows("""
                                SELECT 'open' FROM pg_stat_activity
                                WHERE backend_xid IS NOT NULL AND state = 'idle in transaction'
                                  AND usename = current_user AND query LIKE '%pg_current_xact_id()%'
                                """)).containsOnly("open");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            readings.incrementAndGet();
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Nested
    class OfConfig {

        @Test
        void tenantAndPlanAreTold() {
            client.get("/sdk/config")
                    .statusCode(200)
                    .body("data.tenantId", equalTo(client.tenant().toString()))
                    .body("data.plan", equalTo("enterprise"))
                    .body("data.defaultLocale", equalTo("en"))
                    .body("data.name", nullValue())
                    .body("data.settings", anEmptyMap())
                    .body("data.features", anEmptyMap());
        }

        @Test
        void onlyKeysAreTold() {
            given().get("/api/v1/sdk/config").then().statusCode(401);
            given().auth()
                    .oauth2(TokenIssuer.user(client.tenant(), Environment.LIVE, "read"))
                    .get("/api/v1/sdk/config")
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class OfIdentify {

        @Test
        void identifyingAgainKeepsTheIdAndTheTraitsThatAreNotNamed() throws SQLException {
            String id = identify(client, "{\"userId\":\"u1\",\"role\":\"admin\",\"traits\":{\"a\":1.10,\"b\":2}}");

            assertThat(identify(client, "{\"userId\":\"u1\",\"traits\":{\"b\":3}}"))
                    .isEqualTo(id);
            assertThat(rows("SELECT role || traits::text FROM sdk_user WHERE tenant_id = '%s'"
                            .formatted(client.tenant())))
                    .containsExactly("admin{\"a\": 1.10, \"b\": 3}");
        }

        @Test
        void sameUserOfAnotherTenantOrEnvironmentIsAnother() {
            String body = "{\"userId\":\"u1\"}";

            assertThat(List.of(identify(client, body), identify(client.inTest(), body), identify(Client.fresh(), body)))
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                                     | userId",
                    "{\"userId\":\"\"}                      | userId",
                    "{\"userId\":7}                         | userId",
                    "{\"userId\":\"u\",\"role\":[]}         | role",
                    "{\"userId\":\"u\",\"traits\":[]}       | traits",
                    "{\"userId\":\"u\",\"traits\":{\"n\":1e309}} | traits.n",
                    "[]                                     | ''",
                })
        void whatDoesNotFitIsNamed(String body, String path) {
            send("/sdk/identify", JSON, body)
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details.path", contains(path));
        }
    }

    @Nested
    class OfSession {

        @Test
        void sessionHasAnEnd() {
            Instant before = Instant.now();

            String end = send(
                            "/sdk/session", JSON, "{\"anonymousId\":\"a\",\"locale\":\"de-CH\",\"url\":\"https://x/\"}")
                    .statusCode(200)
                    .extract()
                    .path("data.expiresAt");

            assertThat(Instant.parse(end))
                    .isBetween(before.plusSeconds(1795), Instant.now().plusSeconds(1805));
        }

        @Test
        void sessionThatEndedLongAgoIsDroppedAndNoOther() throws SQLException {
            open("{\"anonymousId\":\"a\"}");
            String tenant = client.tenant().toString();

            sessions.dropBatch(Instant.now());
            assertThat(rows("SELECT id FROM sdk_session WHERE tenant_id = '%s'".formatted(tenant)))
                    .hasSize(1);

            sessions.dropBatch(Instant.now().plus(Duration.ofHours(1)));
            assertThat(rows("SELECT id FROM sdk_session WHERE tenant_id = '%s'".formatted(tenant)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"userId", "anonymousId", "locale", "url"})
        void whatDoesNotFitIsNamed(String field) {
            send("/sdk/session", JSON, "{\"" + field + "\":\"" + "x".repeat(2049) + "\"}")
                    .statusCode(400)
                    .body("error.details.path", contains(field));
        }
    }

    @Nested
    class OfEvents {

        @ParameterizedTest
        @ValueSource(strings = {JSON, "text/plain", "text/plain;charset=UTF-8"})
        void eventsAreAcceptedAndProcessed(String contentType) {
            String correlation = send("/sdk/events", contentType, """
                            {"events":[{"type":"PAGE_VIEW","userId":"u","url":"https://x/","messageId":"m"},
                                       {"type":"CUSTOM","name":"clicked","userId":"u","properties":{"n":1.50}}]}""")
                    .statusCode(202)
                    .body("data.accepted", equalTo(2))
                    .extract()
                    .path("data.correlationId");

            assertThat(correlation).isNotBlank();
            settled(2)
                    .body("data.event_name", hasItem("page_view"))
                    .body("data.event_name", hasItem("clicked"))
                    .body("data.source", contains("sdk", "sdk"))
                    .body("data.find { it.event_name == 'page_view' }.client_message_id", equalTo("m"))
                    .body("data.find { it.event_name == 'page_view' }.properties.url", equalTo("https://x/"))
                    .body("data.find { it.event_name == 'clicked' }.properties.n", equalTo(1.5f));
        }

        @Test
        void participantOfAnEventWithoutUserIsWhoeverIsBehindItsSession() {
            String known = open("{\"userId\":\"u\",\"anonymousId\":\"a\"}");
            String anonymous = open("{\"anonymousId\":\"a\"}");

            send("/sdk/events", JSON, """
                            {"events":[{"type":"CLICK","sessionId":"%s"},{"type":"HOVER","sessionId":"%s"}]}""".formatted(known, anonymous)).statusCode(202);

            settled(2)
                    .body("data.find { it.event_name == 'click' }.participant_id", equalTo("u"))
                    .body("data.find { it.event_name == 'hover' }.participant_id", equalTo("a"));
        }

        @Test
        void sessionOfAnotherTenantTellsNobody() {
            String session = open("{\"userId\":\"u\"}");
            String body = "{\"events\":[{\"type\":\"CLICK\",\"sessionId\":\"" + session + "\"}]}";

            for (Client other : List.of(Client.fresh(), client.inTest())) {
                other.post("/sdk/events", body).statusCode(400).body("error.details.path", contains("events.0.userId"));
            }
        }

        @Test
        void oneBadEventAndNoneIsAccepted() {
            send("/sdk/events", JSON, """
                            {"events":[{"type":"CLICK","userId":"u"},{"type":"click","userId":"u"},
                                       {"type":"CUSTOM","userId":"u"},7,{"type":"CLICK"}]}""")
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body(
                            "error.details.path",
                            contains("events.1.type", "events.2.name", "events.3", "events.4.userId"));

            client.get("/events").body("data.size()", equalTo(0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"events\":[]}", "{\"events\":{}}"})
        void bodyWithoutEventsIsRefused(String body) {
            send("/sdk/events", JSON, body).statusCode(400).body("error.details.path", contains("events"));
        }

        @Test
        void batchOfMoreThanHundredIsRefused() {
            send("/sdk/events", JSON, "{\"events\":[" + "{},".repeat(100) + "{}]}")
                    .statusCode(400)
                    .body("error.details.path", contains("events"));
        }

        @Test
        void scopeIsNeeded() {
            for (String path : List.of("identify", "session", "events")) {
                given().auth()
                        .oauth2(TokenIssuer.key(client.tenant(), Environment.LIVE, "read"))
                        .contentType(JSON)
                        .body("{}")
                        .post("/api/v1/sdk/" + path)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("MISSING_SCOPE"));
            }
        }
    }

    private ValidatableResponse send(String path, String contentType, String body) {
        return client.request()
                .contentType(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1" + path)
                .then();
    }

    private static String identify(Client client, String body) {
        String id = client.post("/sdk/identify", body)
                .statusCode(200)
                .body("data.userId", equalTo("u1"))
                .extract()
                .path("data.id");
        assertThat(UUID.fromString(id)).isNotNull();
        return id;
    }

    private String open(String body) {
        return send("/sdk/session", JSON, body).statusCode(200).extract().path("data.sessionId");
    }

    private ValidatableResponse settled(int count) {
        return Awaitility.await()
                .atMost(Client.SOON)
                .until(
                        () -> client.get("/events"),
                        answer -> answer.extract().<List<?>>path("data").size() == count);
    }

    private List<String> rows(String sql) throws SQLException {
        return transactions.run(connection -> {
            try (var statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
                return rows;
            }
        });
    }
}
