package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.CallerKeysResource;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class CookieModeComponentTest {

    private static final String REFRESH = "__Host-bw_refresh";
    private static final String ACCESS = "session_token";

    private static Response login(Owner owner) {
        return anyone().body(Map.of("email", owner.email(), "password", Service.PASSWORD))
                .post("/api/v1/auth/login?mode=cookie");
    }

    private static void assertTokensOnlyInCookies(Response answer) {
        answer.then()
                .header("Cache-Control", "no-store")
                .body("$", not(hasKey("access_token")))
                .body("$", not(hasKey("refresh_token")))
                .body("$", not(hasKey("token_type")))
                .body("expires_in", equalTo(900))
                .body("user.id", notNullValue());
        assertThat(answer.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie)
                        .contains("HttpOnly")
                        .contains("Secure")
                        .contains("SameSite=Strict")
                        .containsPattern("[Pp]ath=\"?/\"?(;|$)")
                        .doesNotContain("Domain"));
        assertThat(answer.detailedCookie(ACCESS).getMaxAge()).isEqualTo(900);
        assertThat(answer.detailedCookie(REFRESH).getMaxAge()).isBetween(14 * 86_400L - 10, 14 * 86_400L);
        assertThat(answer.cookie(REFRESH)).matches("[A-Za-z0-9_-]{43}");
    }

    @Nested
    class Signing {

        @Test
        void registerAndLoginPutTheTokensInCookiesOnly() {
            Response registered = anyone().body(
                            Map.of("email", Service.anEmail(), "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post("/api/v1/auth/register?mode=cookie");
            registered.then().statusCode(201);
            assertTokensOnlyInCookies(registered);

            Response loggedIn = login(Service.register());
            loggedIn.then().statusCode(200);
            assertTokensOnlyInCookies(loggedIn);
            as(loggedIn.cookie(ACCESS)).get("/api/v1/auth/me").then().statusCode(200);
        }

        @Test
        void withoutTheModeNoCookieIsSet() {
            assertThat(anyone().body(Map.of("email", Service.register().email(), "password", Service.PASSWORD))
                            .post("/api/v1/auth/login")
                            .headers()
                            .getValues("Set-Cookie"))
                    .isEmpty();
        }

        @Test
        void administratorsSignInWithCookiesToo() {
            Response answer = anyone().body(Map.of(
                            "email", CallerKeysResource.ADMIN_EMAIL, "password", CallerKeysResource.ADMIN_PASSWORD))
                    .post("/api/v1/auth/platform/login?mode=cookie");

            answer.then().statusCode(200);
            assertTokensOnlyInCookies(answer);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/login", "/register", "/refresh", "/platform/login"})
        void anotherModeIsRefused(String path) {
            anyone().body(Map.of(
                            "email",
                            Service.anEmail(),
                            "password",
                            Service.PASSWORD,
                            "tenant_name",
                            "Acme",
                            "refresh_token",
                            "x"))
                    .post("/api/v1/auth" + path + "?mode=header")
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("INVALID_PARAMETER"));
        }
    }

    @Nested
    class Refreshing {

        @Test
        void withoutABodyTheCookieIsTakenAndAnsweredByCookies() {
            String first = login(Service.register()).cookie(REFRESH);

            Response answer = given().cookie(REFRESH, first).post("/api/v1/auth/refresh");

            answer.then().statusCode(200);
            assertTokensOnlyInCookies(answer);
            assertThat(answer.cookie(REFRESH)).isNotEqualTo(first);
        }

        @Test
        void anEmptyBodyOfJsonIsNoBody() {
            given().contentType(ContentType.JSON)
                    .cookie(REFRESH, login(Service.register()).cookie(REFRESH))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(200)
                    .body("$", not(hasKey("refresh_token")));
        }

        @Test
        void theBodyBeatsTheCookie() {
            Owner owner = Service.register();

            anyone().cookie(REFRESH, login(Service.register()).cookie(REFRESH))
                    .body(Map.of("refresh_token", owner.refreshToken()))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(200)
                    .body("user.id", equalTo(owner.user().toString()))
                    .body("refresh_token", matchesPattern("[A-Za-z0-9_-]{43}"));
        }

        @Test
        void aTokenOfTheBodyGoesIntoCookiesWhenThatIsTheMode() {
            Response answer = anyone().body(
                            Map.of("refresh_token", Service.register().refreshToken()))
                    .post("/api/v1/auth/refresh?mode=cookie");

            answer.then().statusCode(200);
            assertTokensOnlyInCookies(answer);
        }

        @Test
        void neitherBodyNorCookieIsNobody() {
            given().post("/api/v1/auth/refresh").then().statusCode(401).body("error.code", equalTo("UNAUTHENTICATED"));
            given().cookie(REFRESH, "").post("/api/v1/auth/refresh").then().statusCode(401);
            given().cookie("bw_refresh", Service.register().refreshToken())
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "null", "{", "{\"refresh_token\":7}", "{\"refresh_token\":null}", "x"})
        void aBodyThatCannotBeReadIsRefusedWhateverTheCookie(String body) {
            anyone().cookie(REFRESH, login(Service.register()).cookie(REFRESH))
                    .body(body)
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(400)
                    .body("error.category", equalTo("VALIDATION"));
        }

        @Test
        void aTokenThatIsTooLongIsRefused() {
            anyone().body(Map.of("refresh_token", "x".repeat(129)))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("refresh_token"));
        }
    }

    @Nested
    class OnceInCookies {

        @Test
        void aSwitchOfTenantAnswersInCookiesWithoutTheMode() {
            Response login = login(Service.register());
            Response answer = as(login.cookie(ACCESS))
                    .body(Map.of("tenant_id", login.<String>path("tenant.id")))
                    .post("/api/v1/auth/switch-tenant");

            answer.then().statusCode(200);
            assertTokensOnlyInCookies(answer);
        }

        @Test
        void aTokenInTheBodyIsAnsweredInCookies() {
            Response registered = anyone().body(
                            Map.of("email", Service.anEmail(), "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post("/api/v1/auth/register?mode=cookie");
            Response administrator = anyone().body(Map.of(
                            "email", CallerKeysResource.ADMIN_EMAIL, "password", CallerKeysResource.ADMIN_PASSWORD))
                    .post("/api/v1/auth/platform/login?mode=cookie");

            for (Response begun : List.of(registered, login(Service.register()), administrator)) {
                Response answer = anyone().body(Map.of("refresh_token", begun.cookie(REFRESH)))
                        .post("/api/v1/auth/refresh");
                answer.then().statusCode(200);
                assertTokensOnlyInCookies(answer);
            }
        }

        @Test
        void aSessionThatMovedIntoCookiesStaysThere() {
            String moved = anyone().body(
                            Map.of("refresh_token", Service.register().refreshToken()))
                    .post("/api/v1/auth/refresh?mode=cookie")
                    .cookie(REFRESH);

            Response answer = anyone().body(Map.of("refresh_token", moved)).post("/api/v1/auth/refresh");

            answer.then().statusCode(200);
            assertTokensOnlyInCookies(answer);
        }
    }

    @Nested
    class LoggingOut {

        @Test
        void bothCookiesAreCleared() {
            Response answer = as(login(Service.register()).cookie(ACCESS)).post("/api/v1/auth/logout");

            answer.then().statusCode(204);
            assertThat(answer.detailedCookie(ACCESS).getMaxAge()).isZero();
            assertThat(answer.detailedCookie(REFRESH).getMaxAge()).isZero();
            assertThat(answer.cookie(REFRESH)).isEmpty();
        }

        @Test
        void anAdministratorsSessionEndsToo() {
            Response login = Service.platformLogin();

            as(login.path("access_token")).post("/api/v1/auth/logout").then().statusCode(204);

            Service.exchange(login.path("access_token"), null).then().statusCode(401);
            anyone().body(Map.of("refresh_token", login.path("refresh_token")))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
        }
    }
}
