package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class AuthResourceComponentTest {

    private static final String REGISTER = "/api/v1/auth/register";
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String ME = "/api/v1/auth/me";

    private final Database database;

    AuthResourceComponentTest(Database database) {
        this.database = database;
    }

    private static Map<String, String> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    @Nested
    class Status201 {

        @Test
        void registerMakesATenantAndItsOwnerAndSignsThemIn() {
            String email = Service.anEmail();

            anyone().body(Map.of("email", email, "password", Service.PASSWORD, "tenant_name", "Acme"))
                    .post(REGISTER)
                    .then()
                    .statusCode(201)
                    .header("Cache-Control", "no-store")
                    .header("X-Request-Id", notNullValue())
                    .body("token_type", equalTo("Bearer"))
                    .body("expires_in", equalTo(900))
                    .body("access_token", notNullValue())
                    .body("refresh_token", matchesPattern("[A-Za-z0-9_-]{43}"))
                    .body("tenant.name", equalTo("Acme"))
                    .body("tenant.plan", equalTo("starter"))
                    .body("user.email", equalTo(email))
                    .body("user.role", equalTo("owner"));
        }

        @Test
        void unknownFieldsAreIgnoredAndNamed() {
            anyone().body(Map.of(
                            "email",
                            Service.anEmail(),
                            "password",
                            Service.PASSWORD,
                            "tenant_name",
                            "Acme",
                            "colour",
                            1))
                    .post(REGISTER)
                    .then()
                    .statusCode(201)
                    .header("X-Ignored-Fields", "colour");
        }
    }

    @Nested
    class Status200 {

        @Test
        void loginAnswersAsRegisterDoes() {
            Owner owner = Service.register();

            anyone().body(credentials(owner.email(), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("tenant.id", equalTo(owner.tenant().toString()))
                    .body("user.id", equalTo(owner.user().toString()));
        }

        @Test
        void addressesAreTheSameWhateverTheirCase() {
            Owner owner = Service.register();

            anyone().body(credentials(" " + owner.email().toUpperCase(java.util.Locale.ROOT), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(200);
        }
    }

    @Nested
    class Status204 {

        @Test
        void logoutEndsTheSessionButNoOther() {
            Owner owner = Service.register();
            String other = anyone().body(credentials(owner.email(), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .extract()
                    .path("access_token");

            as(owner.accessToken()).post("/api/v1/auth/logout").then().statusCode(204);

            Service.exchange(owner.accessToken(), null)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("INVALID_TOKEN"));
            anyone().body(Map.of("refresh_token", owner.refreshToken()))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
            as(other).get(ME).then().statusCode(200);
        }
    }

    @Nested
    class Status401 {

        @Test
        void aWrongPasswordAndAnUnknownAddressAreToldAlike() {
            Owner owner = Service.register();

            String wrong = anyone().body(credentials(owner.email(), "not the password"))
                    .post(LOGIN)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", notNullValue())
                    .extract()
                    .path("error.message");
            String unknown = anyone().body(credentials(Service.anEmail(), "not the password"))
                    .post(LOGIN)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("UNAUTHENTICATED"))
                    .extract()
                    .path("error.message");

            assertThat(wrong).isEqualTo(unknown);
        }

        @Test
        void withoutATokenNobodyIsSignedIn() {
            anyone().get(ME).then().statusCode(401).body("error.code", equalTo("UNAUTHENTICATED"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "a.b.c", "bw_live_00000000000000000000000000004892"})
        void whatIsNoInternalTokenOpensNothing(String token) {
            anyone().auth().oauth2(token).get(ME).then().statusCode(401).body("error.code", equalTo("INVALID_TOKEN"));
        }

        @Test
        void aPersonsOwnTokenOpensNothingWithoutTheExchange() {
            anyone().auth()
                    .oauth2(Service.register().accessToken())
                    .get(ME)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("INVALID_TOKEN"));
        }
    }

    @Nested
    class Status403 {

        @Test
        void aKeyIsNobodySignedIn() {
            String key = Service.mintedKey(Service.register(), Map.of("name", "k"));

            as(key).get(ME).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            as(key).post("/api/v1/auth/logout").then().statusCode(403);
        }

        @Test
        void aSuspendedTenantsOwnerSignsInToDoNothing() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));

            String token = anyone().body(credentials(owner.email(), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("access_token");

            Service.exchange(token, null).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));
        }

        @Test
        void aSuspendedTenantsOtherPeopleCannotSignIn() {
            Owner owner = Service.register();
            database.update("UPDATE membership SET role = 'admin' WHERE user_id = ?", owner.user());
            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));

            anyone().body(credentials(owner.email(), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("TENANT_SUSPENDED"));
        }

        @Test
        void whoBelongsToNoTenantCannotSignIn() {
            Owner owner = Service.register();
            database.update("DELETE FROM membership WHERE user_id = ?", owner.user());

            anyone().body(credentials(owner.email(), Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("FORBIDDEN"));
        }
    }

    @Nested
    class Status404 {

        @ParameterizedTest
        @ValueSource(strings = {"/api/v1/nothing", "/api/v1/auth/nothing", "/nothing", "/"})
        void unknownPathsAreAnsweredInOurForm(String path) {
            anyone().get(path).then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
        }
    }

    @Nested
    class Status405 {

        @Test
        void theAllowedMethodsAreNamed() {
            anyone().get(LOGIN)
                    .then()
                    .statusCode(405)
                    .header("Allow", matchesPattern(".*POST.*"))
                    .body("error.code", equalTo("METHOD_NOT_ALLOWED"));
        }
    }

    @Nested
    class Status409 {

        @Test
        void anAddressRegistersOnce() {
            Owner owner = Service.register();

            anyone().body(Map.of(
                            "email",
                            owner.email().toUpperCase(java.util.Locale.ROOT),
                            "password",
                            Service.PASSWORD,
                            "tenant_name",
                            "Other"))
                    .post(REGISTER)
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
        }
    }

    @Nested
    class Status415 {

        @Test
        void onlyJsonIsRead() {
            anyone().contentType(ContentType.XML)
                    .body("<email/>")
                    .post(LOGIN)
                    .then()
                    .statusCode(415)
                    .body("error.code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        }
    }
}
