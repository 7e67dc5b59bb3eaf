package io.breakwater.auth.account;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Throttle;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class PasswordChangeComponentTest {

    private static final String PASSWORD = "/api/v1/auth/password";
    private static final String NEW = "staple battery horse";

    private final AuditTrail auditTrail;
    private final Throttle throttle;

    PasswordChangeComponentTest(AuditTrail auditTrail, Throttle throttle) {
        this.auditTrail = auditTrail;
        this.throttle = throttle;
    }

    private static Response login(String email, String password) {
        return anyone().body(Map.of("email", email, "password", password)).post("/api/v1/auth/login");
    }

    private static Response change(Owner owner, String current, String wanted) {
        return as(owner.accessToken())
                .body(Map.of("current_password", current, "new_password", wanted))
                .post(PASSWORD);
    }

    @Nested
    class Status204 {

        @Test
        void theNewPasswordSignsInAndTheOldOneDoesNot() {
            Owner owner = Service.register();

            change(owner, Service.PASSWORD, NEW).then().statusCode(204);

            login(owner.email(), NEW).then().statusCode(200);
            login(owner.email(), Service.PASSWORD).then().statusCode(401);
            assertThat(auditTrail.on("user.password_changed", owner.user())).isEqualTo(1);
        }

        @Test
        void allOtherSessionsEndAndThePresentOneGoesOn() {
            Owner owner = Service.register();
            Response other = login(owner.email(), Service.PASSWORD);

            change(owner, Service.PASSWORD, NEW).then().statusCode(204);

            Service.exchange(other.path("access_token"), null).then().statusCode(401);
            anyone().body(Map.of("refresh_token", other.path("refresh_token")))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
            as(owner.accessToken()).get("/api/v1/auth/me").then().statusCode(200);
            anyone().body(Map.of("refresh_token", owner.refreshToken()))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(200);
            assertThat(auditTrail.about("session.ended", owner.user())).isEqualTo(1);
        }

        @Test
        void theOwnerIsToldByMail() {
            Owner owner = Service.register();

            change(owner, Service.PASSWORD, NEW).then().statusCode(204);

            await().untilAsserted(() -> assertThat(Mailbox.of(owner.email()))
                    .singleElement()
                    .asString()
                    .contains("changed"));
        }
    }

    @Nested
    class Status400 {

        @Test
        void aWrongCurrentPasswordIsNamedAndAudited() {
            Owner owner = Service.register();

            change(owner, "not the password", NEW)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo("current_password"));

            assertThat(auditTrail.on("user.login_failed", owner.user())).isEqualTo(1);
            login(owner.email(), Service.PASSWORD).then().statusCode(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"short", "password123", "QwertyUiop", "zzzzzzzzzzzzzz"})
        void aWeakPasswordIsRefused(String weak) {
            change(Service.register(), Service.PASSWORD, weak)
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("new_password"));
        }

        @Test
        void onesOwnAddressIsNoPassword() {
            Owner owner = Service.register();

            change(owner, Service.PASSWORD, owner.email())
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("new_password"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "", "{\"current_password\":1,\"new_password\":2}"})
        void whatIsNoChangeIsRefused(String body) {
            as(Service.register().accessToken())
                    .body(body)
                    .post(PASSWORD)
                    .then()
                    .statusCode(400)
                    .body("error.category", equalTo("VALIDATION"));
        }
    }

    @Nested
    class Status401And403 {

        @Test
        void withoutATokenNothingIsChanged() {
            anyone().body(Map.of("current_password", Service.PASSWORD, "new_password", NEW))
                    .post(PASSWORD)
                    .then()
                    .statusCode(401);
        }

        @Test
        void keysAndAdministratorsHaveNoPasswordHere() {
            Map<String, String> change = Map.of("current_password", Service.PASSWORD, "new_password", NEW);
            String key = Service.mintedKey(Service.register(), Map.of("name", "k"));

            as(key).body(change).post(PASSWORD).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            as(Service.platformLogin().path("access_token"))
                    .body(change)
                    .post(PASSWORD)
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status429 {

        @Test
        void guessingTheCurrentPasswordIsSlowedDown() {
            Owner owner = Service.register();
            for (int i = 0; i < 5; i++) {
                change(owner, "not the password", NEW).then().statusCode(400);
            }
            throttle.prolong();

            change(owner, "not the password", NEW)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", notNullValue())
                    .body("error.code", equalTo("RATE_LIMITED"));
        }
    }
}
