package io.breakwater.admin.killswitch;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.admin.testing.Database;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.redis.datasource.RedisDataSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class KillSwitchResourceComponentTest {

    private static final String SWITCHES = "/api/v1/admin/kill-switches/";

    private final Switchboard redis;
    private final Database database;

    KillSwitchResourceComponentTest(RedisDataSource redis, Database database) {
        this.redis = new Switchboard(redis);
        this.database = database;
    }

    private static String tenant() {
        return "tenant:" + UUID.randomUUID();
    }

    private static void put(String scope, String body, int status) {
        administrator().body(body).put(SWITCHES + scope).then().statusCode(status);
    }

    @Nested
    class Answered200 {

        @Test
        void aSwitchIsShownWithWhoAndWhy() {
            String scope = tenant();
            put(scope, "{\"reason\":\"  runaway job \",\"expires_in_seconds\":3600}", 201);

            administrator()
                    .get(SWITCHES + scope)
                    .then()
                    .statusCode(200)
                    .body("scope", equalTo(scope))
                    .body("reason", equalTo("runaway job"))
                    .body("state", equalTo("on"))
                    .body("set_by", equalTo(AuthServer.ADMINISTRATOR.toString()))
                    .body("expires_at", notNullValue());
        }

        @Test
        void aSwitchSetAgainHasTheNewReasonAndEnd() {
            String scope = tenant();
            put(scope, "{\"reason\":\"first\",\"expires_in_seconds\":3600}", 201);

            administrator()
                    .body("{\"reason\":\"second\"}")
                    .put(SWITCHES + scope)
                    .then()
                    .statusCode(200)
                    .body("reason", equalTo("second"))
                    .body("expires_at", nullValue());
            assertThat(redis.on(scope)).contains("\"reason\":\"second\"").doesNotContain("expires_at");
        }

        @Test
        void switchesAreListedByScopePageByPage() {
            String scope = tenant();
            put(scope, "{\"reason\":\"list\"}", 201);
            put("key:" + UUID.randomUUID(), "{\"reason\":\"list\"}", 201);

            String cursor = administrator()
                    .queryParam("limit", 1)
                    .get(SWITCHES.substring(0, SWITCHES.length() - 1))
                    .then()
                    .statusCode(200)
                    .body("data.size()", equalTo(1))
                    .body("pagination.has_more", equalTo(true))
                    .extract()
                    .path("pagination.next_cursor");
            administrator()
                    .queryParams("limit", 100, "cursor", cursor)
                    .get(SWITCHES.substring(0, SWITCHES.length() - 1))
                    .then()
                    .statusCode(200)
                    .body("data.scope", hasItem(scope));
        }
    }

    @Nested
    class Answered201 {

        @Test
        void aSwitchIsWrittenAsTheGatewaysReadIt() {
            String scope = tenant();
            long version = redis.version();
            long entries = redis.entries();

            put(scope, "{\"reason\":\"it \\\"leaks\\\"\",\"expires_in_seconds\":60}", 201);

            assertThat(redis.on(scope))
                    .contains("\"reason\":\"it \\\"leaks\\\"\"")
                    .contains("\"by\":\"" + AuthServer.ADMINISTRATOR + "\"")
                    .contains("\"at\":\"", "\"expires_at\":\"", "\"id\":\"");
            assertThat(redis.version()).isGreaterThan(version);
            assertThat(redis.entries()).isGreaterThan(entries);
        }

        @Test
        void whoSwitchesWhyIsInThePlatformsTrailAndNoticed() {
            String scope = tenant();
            put(scope, "{\"reason\":\"audited\"}", 201);
            administrator().delete(SWITCHES + scope).then().statusCode(204);

            for (String stream : List.of("admin:audit", "admin:notices")) {
                assertThat(database.texts(
                                "SELECT type FROM outbox WHERE stream = ? AND tenant_id IS NULL AND payload::text LIKE ?"
                                        + " ORDER BY position",
                                stream,
                                "%" + scope + "%"))
                        .containsExactly("killswitch.set", "killswitch.removed");
            }
            assertThat(database.texts(
                            "SELECT payload->'details'->>'reason' FROM outbox WHERE stream = 'admin:audit'"
                                    + " AND type = 'killswitch.set' AND payload->'details'->>'scope' = ?"
                                    + " AND payload->'actor'->>'id' = ?",
                            scope,
                            AuthServer.ADMINISTRATOR.toString()))
                    .containsExactly("audited");
        }

        @Test
        void aPathStandsInThePathAsItIs() {
            String scope = "prefix:/api/v1/events/" + UUID.randomUUID();

            put(scope, "{\"reason\":\"prefix\"}", 201);

            assertThat(redis.on(scope)).isNotNull();
            administrator().delete(SWITCHES + scope).then().statusCode(204);
        }
    }

    @Nested
    class Answered204 {

        @Test
        void aSwitchThatIsTakenAwayIsGone() {
            String scope = tenant();
            put(scope, "{\"reason\":\"short\"}", 201);

            administrator().delete(SWITCHES + scope).then().statusCode(204);

            assertThat(redis.on(scope)).isNull();
            administrator().get(SWITCHES + scope).then().statusCode(404);
            administrator().delete(SWITCHES + scope).then().statusCode(404);
        }
    }

    @Nested
    class Refused400 {

        @ParameterizedTest
        @ValueSource(strings = {"everything", "tenant:acme", "route:", "prefix:api", "key:*"})
        void anUnknownScopeIsRefused(String scope) {
            administrator()
                    .body("{\"reason\":\"x\"}")
                    .put(SWITCHES + scope)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"))
                    .body("error.details[0].path", equalTo("scope"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"reason\":null}",
                    "{\"reason\":\"\"}",
                    "{\"reason\":\"  \\n \"}",
                    "{\"reason\":\"a\\u0000b\"}",
                    "{\"reason\":5}",
                    "null"
                })
        void aReasonIsRequired(String body) {
            String scope = tenant();
            put(scope, body, 400);
            assertThat(redis.on(scope)).isNull();
        }

        @Test
        void anOverLongReasonIsRefused() {
            put(tenant(), "{\"reason\":\"" + "x".repeat(501) + "\"}", 400);
            put(tenant(), "{\"reason\":\"" + "x".repeat(500) + "\"}", 201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "31536001", "1.5", "\"soon\"", "99999999999999999999"})
        void anEndThatDoesNotFitIsRefused(String seconds) {
            put(tenant(), "{\"reason\":\"x\",\"expires_in_seconds\":" + seconds + "}", 400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"limit=0", "limit=101", "cursor=%21"})
        void aPageThatCannotBeReadIsRefused(String query) {
            administrator().get("/api/v1/admin/kill-switches?" + query).then().statusCode(400);
        }
    }

    @Nested
    class Refused401 {

        @Test
        void nobodySwitchesWithoutACredential() {
            given().contentType("application/json")
                    .body("{\"reason\":\"x\"}")
                    .put(SWITCHES + "global")
                    .then()
                    .statusCode(401);
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                String token = AuthServer.token(kind);
                given().auth().oauth2(token).get(SWITCHES + "global").then().statusCode(403);
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body("{\"reason\":\"x\"}")
                        .put(SWITCHES + "global")
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
                given().auth().oauth2(token).delete(SWITCHES + "global").then().statusCode(403);
            }
            assertThat(redis.on("global")).isNull();
        }
    }

    @Nested
    class Refused404 {

        @Test
        void whatIsNotSwitchedOffIsNotThere() {
            administrator().get(SWITCHES + tenant()).then().statusCode(404);
            administrator().delete(SWITCHES + tenant()).then().statusCode(404);
        }
    }
}
