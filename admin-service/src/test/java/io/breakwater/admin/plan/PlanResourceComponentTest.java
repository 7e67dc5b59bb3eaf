package io.breakwater.admin.plan;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.admin.testing.AuthServer;
import io.breakwater.common.identity.SubjectKind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AdminComponentTest
class PlanResourceComponentTest {

    private static final String PLANS = "/api/v1/admin/plans";
    private static final String GROWTH = """
            {"id":"growth","requests_per_minute":1000,"api_keys":10,"events_per_day":100000,"participants_per_month":25000,
             "team_writes_per_month":null,"concurrent_engagements":10,"headless_sdk":true,"audit_retention_days":30}""";

    @BeforeEach
    void forget() {
        AuthServer.forget();
        AuthServer.answers(200, GROWTH);
    }

    @Nested
    class Answered200 {

        @Test
        void allPlansAreOnePage() {
            AuthServer.answers(
                    200,
                    "{\"data\":[" + GROWTH
                            + "],\"pagination\":{\"limit\":100,\"next_cursor\":null,\"has_more\":false}}");

            administrator()
                    .get(PLANS)
                    .then()
                    .statusCode(200)
                    .body("data[0].id", equalTo("growth"))
                    .body("data[0].team_writes_per_month", nullValue());
        }

        @Test
        void onePlanIsShown() {
            administrator().get(PLANS + "/growth").then().statusCode(200).body("api_keys", equalTo(10));
        }

        @Test
        void whoeverAcceptsOnlyProblemsIsStillAnsweredWithThePlan() {
            administrator()
                    .accept("application/problem+json")
                    .get(PLANS + "/growth")
                    .then()
                    .statusCode(200)
                    .contentType("application/json");
        }

        @Test
        void aChangeIsPassedOnAsItIsWithWhoMakesIt() {
            administrator()
                    .body("{\"api_keys\":null,\"headless_sdk\":false}")
                    .patch(PLANS + "/growth")
                    .then()
                    .statusCode(200);

            assertThat(AuthServer.CALLS)
                    .containsExactly("PATCH /internal/plans/growth?actor=" + AuthServer.ADMINISTRATOR
                            + " {\"api_keys\":null,\"headless_sdk\":false}");
        }
    }

    @Nested
    class TooLarge413 {

        @Test
        void aBodyThatOnlyThePublicPortTakesIsTooLarge() {
            AuthServer.answers(413, "");

            administrator()
                    .body("{\"api_keys\":1}")
                    .patch(PLANS + "/growth")
                    .then()
                    .statusCode(413)
                    .body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
        }
    }

    @Nested
    class Refused400 {

        @Test
        void aLimitThatAuthServiceRefusesIsNamed() {
            AuthServer.answers(400, """
                    {"error":{"code":"VALIDATION_ERROR","message":"Invalid request body",
                     "details":[{"path":"api_keys","message":"must be at least 0"}]}}""");

            administrator()
                    .body("{\"api_keys\":-1}")
                    .patch(PLANS + "/growth")
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("api_keys"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "5", "null", "{", "\"x\""})
        void whatIsNoObjectIsRefused(String body) {
            administrator().body(body).patch(PLANS + "/growth").then().statusCode(400);
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused403 {

        @Test
        void aTenantsUserAndKeyAreRefused() {
            for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.KEY)) {
                String token = AuthServer.token(kind);
                given().auth().oauth2(token).get(PLANS).then().statusCode(403);
                given().auth().oauth2(token).get(PLANS + "/growth").then().statusCode(403);
                given().auth()
                        .oauth2(token)
                        .contentType("application/json")
                        .body("{\"api_keys\":1}")
                        .patch(PLANS + "/growth")
                        .then()
                        .statusCode(403);
            }
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }

    @Nested
    class Refused404 {

        @ParameterizedTest
        @ValueSource(strings = {"GOLD", "..", "a.b", "growth;x=1?y"})
        void whatIsNoPlansIdGoesNoFurther(String id) {
            administrator().get(PLANS + "/{id}", id).then().statusCode(404);
            assertThat(AuthServer.CALLS).isEmpty();
        }
    }
}
