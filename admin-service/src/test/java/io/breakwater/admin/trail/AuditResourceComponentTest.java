package io.breakwater.admin.trail;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.admin.chain.TestChain;
import io.breakwater.admin.intake.StreamMessage;
import io.breakwater.admin.subjectkey.SubjectKeys;
import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class AuditResourceComponentTest {

    private static final String OWN = "/api/v1/audit";
    private static final String ALL = "/api/v1/admin/audit";

    @Inject
    TestChain chains;

    @Inject
    SubjectKeys subjectKeys;

    @Inject
    ObjectMapper json;

    private final UUID tenant = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();

    @Nested
    class Answered200 {

        @Test
        void aTenantsPeopleSeeTheirOwnTrailWithWhatIsPersonal() throws SQLException {
            chains.append(Instant.now(), tenant, person, 3);
            chains.append(Instant.now(), UUID.randomUUID(), person, 3);

            people().get(OWN)
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(3))
                    .body("data[0].sequence", equalTo(3))
                    .body("data[0].tenant", equalTo(tenant.toString()))
                    .body("data[0].actor.kind", equalTo("user"))
                    .body("data[0].actor.id", equalTo(person.toString()))
                    .body("data[0].target.kind", equalTo("api_key"))
                    .body("data[0].details.number", equalTo(3))
                    .body("data[0].personal.email", equalTo("person3@example.com"))
                    .body("data[0].personal.ip", equalTo("203.0.113.7"))
                    .body("data[0].sealed.data", not(containsString("person3")))
                    .body("pagination.has_more", equalTo(false));
        }

        @Test
        void anAdministratorSeesOneTenantsOrAllChains() throws SQLException {
            chains.append(Instant.now(), tenant, person, 3);

            administrator()
                    .get(ALL + "?tenant=" + tenant)
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(3));
            administrator().get(ALL).then().statusCode(200).body("data[0].chain", equalTo(tenant.toString()));
            administrator()
                    .get(ALL + "?tenant=platform")
                    .then()
                    .statusCode(200)
                    .body("data.chain", everyItem(equalTo("platform")));
        }

        @Test
        void whatWasErasedIsNull() throws SQLException {
            chains.append(Instant.now(), tenant, person, 1);
            subjectKeys.shred(person);

            people().get(OWN)
                    .then()
                    .statusCode(200)
                    .body("data[0].personal", nullValue())
                    .body("data[0]", hasKey("personal"))
                    .body("data[0].action", equalTo("user.logged_in"));
            people().get(OWN + "/verify").then().statusCode(200).body("verified", equalTo(true));
        }

        /** As docs/audit.md tells a third party to do it. */
        @Test
        void anEntrysHashIsThatOfItsCanonicalForm() throws Exception {
            chains.append(
                    Instant.now(),
                    List.of(
                            chains.event(tenant, person, 1),
                            chains.message(AuditEvent.of("plan.changed")
                                    .bySystem()
                                    .in(tenant)
                                    .with("text", "\u00e9\u2028\u0007 \"<>\\ \ud83d\ude00")
                                    .with("number", new BigInteger("12345678901234567890123"))
                                    .with("nothing", null)
                                    .with("fraction", 0.1))));
            String answer = people().get(OWN).then().statusCode(200).extract().asString();

            String expectedPrevious = "0".repeat(64);
            List<ObjectNode> entries = new ArrayList<>();
            json.readTree(answer).get("data").forEach(entry -> entries.addFirst((ObjectNode) entry));
            for (ObjectNode entry : entries) {
                String hash = entry.remove("hash").asText();
                entry.remove("personal");
                byte[] canonical = new JsonCanonicalizer(entry.toString()).getEncodedUTF8();

                assertThat(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical)))
                        .isEqualTo(hash);
                assertThat(entry.get("previous_hash").asText()).isEqualTo(expectedPrevious);
                expectedPrevious = hash;
            }
            assertThat(entries).hasSize(2);
            assertThat(entries.getLast().get("details").get("number").asText()).isEqualTo("12345678901234567890123");
        }

        @Test
        void entriesAreChosenByActionActorTargetOutcomeAndTime() throws SQLException {
            StreamMessage refused = chains.message(AuditEvent.of("key.deleted")
                    .byPlatform(UUID.randomUUID())
                    .in(tenant)
                    .failed("not_found"));
            chains.append(Instant.now(), tenant, person, 4);
            chains.append(Instant.now(), List.of(refused));

            count("action=key.created", 2);
            count("action=key.*", 3);
            count("action=ke.*", 0);
            count("actor=" + person, 4);
            count("target=" + new UUID(0, 2), 1);
            count("outcome=failure", 1);
            count("outcome=success&action=user.*", 2);
            count("from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:01Z", 5);
            count("from=2026-11-22T12:00:00.2%2B02:00", 0);
            count("to=2026-11-22T10:00:00Z", 0);
        }

        @Test
        void pagesAreStableWhileEntriesAreAppended() throws SQLException {
            chains.append(Instant.now(), tenant, person, 5);
            List<Integer> seen = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                var page = people().get(OWN + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                seen.addAll(page.getList("data.sequence", Integer.class));
                cursor = page.getString("pagination.next_cursor");
                chains.append(Instant.now(), tenant, person, 1);
            }

            assertThat(seen).containsExactly(5, 4, 3, 2, 1);
        }

        @Test
        void aKeySeesItsOwnEnvironmentAndWhatIsOfNone() throws SQLException {
            chains.append(
                    Instant.now(),
                    List.of(
                            chains.message(event("a.live").environment(Environment.LIVE)),
                            chains.message(event("a.test").environment(Environment.TEST)),
                            chains.message(event("a.none"))));

            caller(SubjectKind.KEY, Set.of("admin"))
                    .get(OWN)
                    .then()
                    .statusCode(200)
                    .body("data.action", equalTo(List.of("a.none", "a.live")));
            people().get(OWN).then().statusCode(200).body("data", hasSize(3));
        }

        @Test
        void verifyingIsItselfAnEntry() throws SQLException {
            chains.append(Instant.now(), tenant, person, 3);

            people().get(OWN + "/verify?from=2026-11-22")
                    .then()
                    .statusCode(200)
                    .body("chain", equalTo(tenant.toString()))
                    .body("verified", equalTo(true))
                    .body("entries", equalTo(3))
                    .body("from", equalTo(1))
                    .body("to", equalTo(3))
                    .body("head.sequence", equalTo(3))
                    .body("fault", nullValue());

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> count("action=audit.verified", 1));
        }

        @Test
        void anAdministratorVerifiesAnyChain() throws SQLException {
            chains.append(Instant.now(), tenant, person, 3);

            administrator().get(ALL + "/verify").then().statusCode(200).body("chain", equalTo("platform"));
            administrator()
                    .get(ALL + "/verify?tenant=" + tenant)
                    .then()
                    .statusCode(200)
                    .body("verified", equalTo(true))
                    .body("entries", equalTo(3));
        }

        @Test
        void checkpointsAndTheirKeysAreThereForThirdParties() {
            people().get(OWN + "/checkpoints").then().statusCode(200).body("data", hasSize(0));
            administrator().get(ALL + "/checkpoints").then().statusCode(200);
            people().get(OWN + "/keys")
                    .then()
                    .statusCode(200)
                    .body("keys[0].kty", equalTo("EC"))
                    .body("keys[0].crv", equalTo("P-256"))
                    .body("keys[0]", not(hasKey("d")));
            administrator().get(ALL + "/keys").then().statusCode(200);
        }
    }

    @Nested
    class Refused400 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "action=Key.created",
                    "action=*",
                    "action=key.%25",
                    "action=key.*.*",
                    "actor=me",
                    "target=%00",
                    "outcome=ok",
                    "from=yesterday",
                    "from=2026-11-22",
                    "to=%2B999999999-01-01T00:00:00Z",
                    "from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:00Z",
                    "from=2026-11-23T10:00:00Z&to=2026-11-22T10:00:00Z",
                    "limit=0",
                    "limit=101",
                    "limit=x"
                })
        void aParameterThatDoesNotFitIsNamed(String query) {
            people().urlEncodingEnabled(false)
                    .get(OWN + "?" + query)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "AAAA", "%00"})
        void aCursorThatDoesNotFitIsTold(String cursor) {
            people().urlEncodingEnabled(false)
                    .get(OWN + "?cursor=" + cursor)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_CURSOR"));
            people().urlEncodingEnabled(false)
                    .get(OWN + "/checkpoints?cursor=" + cursor)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_CURSOR"));
        }

        @Test
        void aChainThatIsNoneIsTold() {
            for (String path : List.of("", "/verify", "/checkpoints")) {
                administrator()
                        .get(ALL + path + "?tenant=mine")
                        .then()
                        .statusCode(400)
                        .body("error.code", equalTo("INVALID_PARAMETER"));
            }
            people().get(OWN + "/verify?from=2026-13-01").then().statusCode(400);
        }
    }

    @Nested
    class Refused401 {

        @Test
        void nobodyReadsIt() {
            for (String path :
                    List.of(OWN, OWN + "/verify", OWN + "/keys", ALL, ALL + "/verify", ALL + "/checkpoints")) {
                given().get(path).then().statusCode(401);
            }
        }
    }

    @Nested
    class Refused403 {

        @Test
        void whoLacksTheScopeAdminIsRefused() {
            for (String path : List.of(OWN, OWN + "/verify", OWN + "/checkpoints", OWN + "/keys")) {
                caller(SubjectKind.USER, Set.of("read", "write"))
                        .get(path)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("MISSING_SCOPE"));
            }
        }

        @Test
        void aTenantsOwnerIsNoAdministratorOfThePlatformNorTheOtherWayRound() {
            for (String path : List.of("", "/verify", "/checkpoints", "/keys")) {
                people().get(ALL + path).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
                administrator().get(OWN + path).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            }
        }
    }

    private AuditEvent event(String action) {
        return AuditEvent.of(action).bySystem().in(tenant);
    }

    private void count(String query, int expected) {
        people().urlEncodingEnabled(false)
                .get(OWN + "?" + query)
                .then()
                .statusCode(200)
                .body("data", hasSize(expected));
    }

    private RequestSpecification people() {
        return caller(SubjectKind.USER, Set.of("read", "write", "admin"));
    }

    private RequestSpecification caller(SubjectKind kind, Set<String> scopes) {
        return given().auth()
                .oauth2(AuthServer.token(new Identity(
                        kind,
                        person,
                        tenant,
                        Environment.LIVE,
                        null,
                        scopes,
                        List.of(),
                        null,
                        Set.of(),
                        null,
                        Map.of())));
    }
}
