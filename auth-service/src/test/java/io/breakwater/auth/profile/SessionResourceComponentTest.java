package io.breakwater.auth.profile;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class SessionResourceComponentTest {

    private static final String SESSIONS = "/api/v1/auth/sessions";

    private final Database database;
    private final AuditTrail auditTrail;

    SessionResourceComponentTest(Database database, AuditTrail auditTrail) {
        this.database = database;
        this.auditTrail = auditTrail;
    }

    private static Response login(Owner owner) {
        Response answer = anyone().header("User-Agent", "Navigator/4.0")
                .header("X-Forwarded-For", "203.0.113.9")
                .body(Map.of("email", owner.email(), "password", Service.PASSWORD))
                .post("/api/v1/auth/login");
        answer.then().statusCode(200);
        return answer;
    }

    private static String newest(Owner owner) {
        return as(owner.accessToken())
                .get(SESSIONS)
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].id");
    }

    @Nested
    class Status200 {

        @Test
        void livingSessionsAreListedNewestFirstWithWhereTheyBegan() {
            Owner owner = Service.register();
            login(owner);

            as(owner.accessToken())
                    .get(SESSIONS)
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(2))
                    .body("data.current", contains(false, true))
                    .body("data[0].ip", equalTo("203.0.113.9"))
                    .body("data[0].user_agent", equalTo("Navigator/4.0"))
                    .body("data[0].tenant_id", equalTo(owner.tenant().toString()))
                    .body("pagination.has_more", equalTo(false));
        }

        @Test
        void theListIsPaged() {
            Owner owner = Service.register();
            login(owner);
            login(owner);

            Response first = as(owner.accessToken()).get(SESSIONS + "?limit=2");
            first.then().body("data", hasSize(2)).body("pagination.has_more", equalTo(true));
            as(owner.accessToken())
                    .queryParam("limit", 2)
                    .queryParam("cursor", first.<String>path("pagination.next_cursor"))
                    .get(SESSIONS)
                    .then()
                    .body("data", hasSize(1))
                    .body("data[0].current", equalTo(true));
        }

        @Test
        void endedAndExpiredSessionsAreNotListed() {
            Owner owner = Service.register();
            as(login(owner).path("access_token"))
                    .post("/api/v1/auth/logout")
                    .then()
                    .statusCode(204);
            login(owner);
            database.update("UPDATE session SET idle_expires_at = now() WHERE id = ?", UUID.fromString(newest(owner)));

            as(owner.accessToken()).get(SESSIONS).then().body("data.current", contains(true));
        }
    }

    @Nested
    class Status204 {

        @Test
        void anEndedSessionIsOverAtOnce() {
            Owner owner = Service.register();
            Response other = login(owner);
            String id = newest(owner);

            as(owner.accessToken()).delete(SESSIONS + "/" + id).then().statusCode(204);

            Service.exchange(other.path("access_token"), null).then().statusCode(401);
            anyone().body(Map.of("refresh_token", other.path("refresh_token")))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
            as(owner.accessToken()).get("/api/v1/auth/me").then().statusCode(200);
            assertThat(auditTrail.on("session.ended", UUID.fromString(id))).isEqualTo(1);
            assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = 'session.ended'"
                                    + " AND payload->>'id' = ?",
                            id))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "cursor=x"})
        void aBadPageIsRefused(String query) {
            as(Service.register().accessToken())
                    .get(SESSIONS + "?" + query)
                    .then()
                    .statusCode(400);
        }
    }

    @Nested
    class Status401And403 {

        @Test
        void onlyAUserHasSessionsHere() {
            String key = Service.mintedKey(Service.register(), Map.of("name", "k"));

            anyone().get(SESSIONS).then().statusCode(401);
            anyone().delete(SESSIONS + "/" + UUID.randomUUID()).then().statusCode(401);
            as(key).get(SESSIONS).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            as(key).delete(SESSIONS + "/" + UUID.randomUUID()).then().statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void somebodyElsesSessionIsNotThere() {
            Owner owner = Service.register();
            String foreign = newest(Service.register());

            as(owner.accessToken()).delete(SESSIONS + "/" + foreign).then().statusCode(404);
            assertThat(database.count(
                            "SELECT count(*) FROM session WHERE id = ? AND ended_at IS NULL", UUID.fromString(foreign)))
                    .isEqualTo(1);
        }

        @Test
        void anEndedSessionIsNotThere() {
            Owner owner = Service.register();
            login(owner);
            String id = newest(owner);
            as(owner.accessToken()).delete(SESSIONS + "/" + id).then().statusCode(204);

            as(owner.accessToken()).delete(SESSIONS + "/" + id).then().statusCode(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "nothing", "1"})
        void whatIsNoIdIsNotThere(String id) {
            as(Service.register().accessToken())
                    .delete(SESSIONS + "/" + id)
                    .then()
                    .statusCode(404)
                    .body("error.code", equalTo("NOT_FOUND"));
        }
    }
}
