package io.breakwater.admin.tenant;

import static io.breakwater.admin.testing.AuthServer.ID;
import static io.breakwater.admin.testing.AuthServer.TENANT;
import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.breakwater.admin.testing.AuthServer.answers;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.identity.SubjectKind;
import io.quarkus.redis.datasource.RedisDataSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AdminComponentTest
class TenantResourceComponentTest {

    private static final String TENANTS = "/api/v1/admin/tenants";

    private final RedisDataSource redis;

    TenantResourceComponentTest(RedisDataSource redis) {
        this.redis = redis;
    }

    @BeforeEach
    void forget() {
        AuthServer.forget();
        answers(200, TENANT);
    }

    @Nested
    class Answered200 {

        @Test
        void aPageIsPassedOn() {
            answers(
                    200,
                    "{\"data\":[" + TENANT
                            + "],\"pagination\":{\"limit\":1,\"next_cursor\":\"abc\",\"has_more\":true}}");

            administrator()
                    .get(TENANTS + "?limit=1&cursor=xyz")
                    .then()
                    .statusCode(200)
                    .body("data[0].name", equalTo("Acme"))
                    .body("pagination.next_cursor", equalTo("abc"));
            assertThat(AuthServer.CALLS).containsExactly("GET /internal/tenants?limit=1&cursor=xyz");
            assertThat(AuthServer.AUTHORIZATIONS.getFirst()).startsWith("Bearer ey");
        }

        @Test
        void oneTenantIsPassedOn() {
            administrator().get(TENANTS + "/" + ID).then().statusCode(200).body("plan", equalTo("starter"));
        }

        @Test
        void aTenantIsShownWithWhatItUsesOfItsLimits() {
            String day = LocalDate.now(ZoneOffset.UTC).toString();
            redis.hash(String.class)
                    .hset("ingest:quota:{" + ID + "/live}:day:" + day, Map.of("reserved", "9", "refunded", "2"));
            String minute = String.valueOf(System.currentTimeMillis() / 60_000 + 1);
            redis.hash(String.class)
                    .hset("rl:{t:" + ID + "}:live:tenant:60000:" + ID, Map.of("i", minute, "c", "17", "p", "0"));

            administrator()
                    .get(TENANTS + "/" + ID)
                    .then()
                    .statusCode(200)
                    .body("usage.find { it.name == 'api_keys' }.used", equalTo(2))
                    .body("usage.find { it.name == 'api_keys' }.limit", equalTo(3))
                    .body("usage.find { it.name == 'events_per_day' }.used", equalTo(7))
                    .body("usage.find { it.name == 'requests_per_minute' }.used", equalTo(17))
                    .body("usage.find { it.name == 'requests_per_minute' }.limit", equalTo(200))
                    .body("usage.find { it.name == 'participants_per_month' }.used", nullValue());
        }

        @Test
        void aSearchIsPassedOnWhole() {
            answers(
                    200,
                    "{\"data\":[],\"pagination\":{\"limit\":5,\"has_more\":true,\"page\":2,\"total\":11,\"total_pages\":3}}");

            administrator()
                    .queryParams("q", "a b&c", "status", "active", "plan", "growth", "page", 2, "limit", 5)
                    .queryParam("created_from", "2026-01-01T00:00:00+01:00")
                    .get(TENANTS)
                    .then()
                    .statusCode(200)
                    .body("pagination.total", equalTo(11))
                    .body("pagination.total_pages", equalTo(3));
            assertThat(AuthServer.CALLS)
                    .containsExactly("GET /internal/tenants?q=a+b%26c&status=active&plan=growth"
                            + "&created_from=2026-01-01T00%3A00%3A00%2B01%3A00&limit=5&page=2");
        }

        @Test
        void aSubscriptionAndLimitsOfItsOwnArePassedOn() {
            administrator()
                    .body("{\"status\":\"past_due\",\"limits\":{\"api_keys\":null,\"events_per_day\":5}}")
                    .patch(TENANTS + "/" + ID)
                    .then()
                    .statusCode(200)
                    .body("limits.api_keys", equalTo(3))
                    .body("billing_day", equalTo(22));

            assertThat(AuthServer.CALLS)
                    .containsExactly("PATCH /internal/tenants/" + ID + "?actor=" + AuthServer.ADMINISTRATOR
                            + " {\"status\":\"past_due\",\"limits\":{\"api_keys\":null,\"events_per_day\":5}}");
        }

        @Test
        void aRepeatedChangeIsMadeOnce() {
            String token = AuthServer.token(SubjectKind.PLATFORM);
            String key = UUID.randomUUID().toString();
            for (String replayed : new String[] {null, "true"}) {
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .header("Idempotency-Key", key)
                        .body("{\"plan\":\"growth\"}")
                        .patch(TENANTS + "/" + ID)
                        .then()
                        .statusCode(200)
                        .header("Idempotency-Replayed", equalTo(replayed))
                        .body("name", equalTo("Acme"));
            }

            assertThat(AuthServer.CALLS).hasSize(1);
        }

        @Test
        void aReadIsTriedAgainAfterAFault() {
            answers(503, "{}");
            administrator().get(TENANTS + "/" + ID).then().statusCode(503);

            assertThat(AuthServer.CALLS).hasSize(3);
        }
    }

    @Nested
    class Refused400 {

        @Test
        void anUnknownStatusIsNamed() {
            administrator()
                    .body("{\"status\":\"gone\"}")
                    .patch(TENANTS + "/" + ID)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("status"));
            assertThat(AuthServer.CALLS).isEmpty();
        }

        @Test
        void aPlanThatAuthServiceRefusesIsNamed() {
            answers(400, """
                    {"error":{"code":"VALIDATION_ERROR","message":"Invalid request body",
                     "details":[{"path":"plan","message":"is not a plan"}]}}""");

            administrator()
                    .body("{\"plan\":\"gold\"}")
                    .patch(TENANTS + "/" + ID)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("plan"));
        }

        @Test
        void malformedJsonIsTold() {
            administrator()
                    .body("{")
                    .patch(TENANTS + "/" + ID)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_REQUEST"));
        }
    }

    @Nested
    class Refused401 {

        @Test
        void noTokenIsRefused() {
            given().get(TENANTS).then().statusCode(401).body("error.code", equalTo("UNAUTHENTICATED"));
        }

        @Test
        void aForgedTokenIsRefused() {
            String token = AuthServer.token(SubjectKind.PLATFORM);
            given().auth()
                    .oauth2(token.substring(0, token.lastIndexOf('.')) + ".c2lnbmVk")
                    .get(TENANTS)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("INVALID_TOKEN"));
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                given().auth()
                        .oauth2(AuthServer.token(kind))
                        .get(TENANTS)
                        .then()
                        .statusCode(403)
                        .body("error.code", equalTo("FORBIDDEN"));
            }
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused404 {

        @Test
        void anUnknownTenantIsNotThere() {
            answers(404, "{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"There is nothing here\"}}");

            administrator().get(TENANTS + "/" + UUID.randomUUID()).then().statusCode(404);
        }

        @Test
        void whatIsNoIdIsNotThere() {
            administrator().get(TENANTS + "/me").then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
        }
    }

    @Nested
    class Refused500 {

        @Test
        void aFaultBetweenTheServicesIsNotToldInDetail() {
            answers(403, "{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"caller admin-service may not\"}}");

            administrator()
                    .get(TENANTS + "/" + ID)
                    .then()
                    .statusCode(500)
                    .body("error.code", equalTo("INTERNAL_ERROR"))
                    .body("error.details", nullValue());
        }
    }
}
