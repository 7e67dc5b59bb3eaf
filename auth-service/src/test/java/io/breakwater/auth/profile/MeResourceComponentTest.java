package io.breakwater.auth.profile;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class MeResourceComponentTest {

    private static final String ME = "/api/v1/auth/me";

    private final Database database;

    MeResourceComponentTest(Database database) {
        this.database = database;
    }

    private static Response change(Owner owner, Object body) {
        return as(owner.accessToken()).body(body).patch(ME);
    }

    @Nested
    class Status200 {

        @Test
        void meIsWhoSignedInAndWhereTheyBelong() {
            Owner owner = Service.register();
            Owner other = Service.register();
            database.update(
                    "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, 'viewer', now())",
                    other.tenant(),
                    owner.user());

            as(owner.accessToken())
                    .get(ME)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(owner.user().toString()))
                    .body("email", equalTo(owner.email()))
                    .body("email_verified", equalTo(true))
                    .body("pending_email", nullValue())
                    .body("name", nullValue())
                    .body("role", equalTo("owner"))
                    .body("tenant.id", equalTo(owner.tenant().toString()))
                    .body("memberships", hasSize(2))
                    .body("memberships[0].tenant_id", equalTo(owner.tenant().toString()))
                    .body("memberships[0].name", equalTo("Acme"))
                    .body("memberships[1].role", equalTo("viewer"))
                    .body("$", not(hasKey("password_hash")));
        }

        @Test
        void aNameIsSetKeptAndCleared() {
            Owner owner = Service.register();

            change(owner, Map.of("name", " Ada Lovelace "))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("Ada Lovelace"));
            change(owner, Map.of()).then().statusCode(200).body("name", equalTo("Ada Lovelace"));
            change(owner, "{\"name\":null}").then().statusCode(200).body("name", nullValue());
        }

        @Test
        void anotherSpellingOfTheSameAddressIsNotVerifiedAnew() {
            Owner owner = Service.register();

            change(owner, Map.of("email", owner.email().toUpperCase(Locale.ROOT), "current_password", Service.PASSWORD))
                    .then()
                    .statusCode(200)
                    .body("email", equalTo(owner.email().toUpperCase(Locale.ROOT)))
                    .body("email_verified", equalTo(true));
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"name\":\"\"} | name",
                    "{\"name\":\"  \"} | name",
                    "{\"name\":7} | name",
                    "{\"name\":\"a\\u0007b\"} | name",
                    "{\"email\":\"nobody\",\"current_password\":\"correct horse battery\"} | email",
                    "{\"email\":null,\"current_password\":\"correct horse battery\"} | email",
                    "{\"email\":[]} | email",
                    "{\"email\":\"x@example.com\"} | current_password",
                    "{\"email\":\"x@example.com\",\"current_password\":null} | current_password",
                    "{\"email\":\"x@example.com\",\"current_password\":1} | current_password",
                    "{\"email\":\"x@example.com\",\"current_password\":\"wrong password\"} | current_password",
                })
        void aFieldThatIsWrongIsNamed(String body, String path) {
            change(Service.register(), body)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }

        @Test
        void aNameOf101CharactersIsRefusedAndNothingElseIsChanged() {
            Owner owner = Service.register();

            change(
                            owner,
                            Map.of(
                                    "name",
                                    "x".repeat(101),
                                    "email",
                                    Service.anEmail(),
                                    "current_password",
                                    Service.PASSWORD))
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("name"));

            as(owner.accessToken()).get(ME).then().body("email", equalTo(owner.email()));
        }
    }

    @Nested
    class Status401And403 {

        @Test
        void onlyAUserIsSomebody() {
            String key = Service.mintedKey(Service.register(), Map.of("name", "k"));

            anyone().get(ME).then().statusCode(401);
            anyone().body(Map.of()).patch(ME).then().statusCode(401);
            as(key).body(Map.of()).patch(ME).then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            as(Service.platformLogin().path("access_token")).get(ME).then().statusCode(403);
        }
    }

    @Nested
    class Status409 {

        @Test
        void anAddressBelongsToOne() {
            Owner owner = Service.register();
            Owner other = Service.register();

            change(owner, Map.of("email", other.email().toUpperCase(Locale.ROOT), "current_password", Service.PASSWORD))
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
        }
    }
}
