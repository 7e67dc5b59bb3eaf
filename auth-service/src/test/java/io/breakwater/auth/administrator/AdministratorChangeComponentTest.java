package io.breakwater.auth.administrator;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class AdministratorChangeComponentTest {

    private static final String OLD = "a long enough secret";
    private static final String NEW = "quite another secret";

    private final Database database;

    AdministratorChangeComponentTest(Database database) {
        this.database = database;
    }

    private static String created(String email) {
        return admin().body(Map.of("email", email, "password", OLD))
                .post(url("administrators"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static Response change(Object id, Map<String, ?> change) {
        return admin().body(change).patch(url("administrators", id));
    }

    private static Response login(String email, String password) {
        return anyone().body(Map.of("email", email, "password", password)).post("/api/v1/auth/platform/login");
    }

    /** The other tests know one administrator. */
    @AfterEach
    void removeThoseWhoWereMade() {
        database.update("DELETE FROM session WHERE platform_admin_id IN"
                + " (SELECT id FROM platform_admin WHERE email_key LIKE 'user-%')");
        database.update("DELETE FROM platform_admin WHERE email_key LIKE 'user-%'");
    }

    @Nested
    class Status200 {

        @Test
        void anotherPasswordSignsInAndThePresentSessionsEnd() {
            String email = Service.anEmail();
            String id = created(email);
            String token = login(email, OLD).path("access_token");
            UUID actor = UUID.randomUUID();

            admin().queryParam("actor", actor)
                    .body(Map.of("password", NEW))
                    .patch(url("administrators", id))
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("$", not(hasKey("password")));

            Service.exchange(token, null).then().statusCode(401);
            login(email, OLD).then().statusCode(401);
            login(email, NEW).then().statusCode(200);
            assertThat(Told.acts(database, "administrator.changed", id, actor)).isEqualTo(1);
        }

        @Test
        void aNameIsSetAndClearedAndNobodyIsSignedOut() {
            String email = Service.anEmail();
            String id = created(email);
            String token = login(email, OLD).path("access_token");

            change(id, Map.of("name", " Ann ")).then().statusCode(200).body("name", equalTo("Ann"));
            admin().get(url("administrators", id))
                    .then()
                    .statusCode(200)
                    .body("email", equalTo(email))
                    .body("name", equalTo("Ann"));
            change(id, Map.of()).then().statusCode(200).body("name", equalTo("Ann"));
            admin().body("{\"name\":null}")
                    .patch(url("administrators", id))
                    .then()
                    .statusCode(200)
                    .body("name", nullValue());

            Service.exchange(token, null).then().statusCode(200);
            assertThat(Told.acts(database, "administrator.changed", id)).isEqualTo(2);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"password\":\"short\"}', password",
            "'{\"password\":7}', password",
            "'{\"name\":\" \"}', name",
            "'{\"name\":\"a\\nb\"}', name",
        })
        void whatIsWrongIsNamedAndNothingChanges(String body, String path) {
            String email = Service.anEmail();
            String id = created(email);

            admin().body(body)
                    .patch(url("administrators", id))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));

            login(email, OLD).then().statusCode(200);
        }

        @Test
        void thePasswordMayNotBeTheAddress() {
            String email = Service.anEmail();

            change(created(email), Map.of("password", email))
                    .then()
                    .statusCode(400)
                    .body("error.details[0].path", equalTo("password"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyChangesWithoutAnAssertion() {
            anyone().body(Map.of("name", "Ann"))
                    .patch(url("administrators", UUID.randomUUID()))
                    .then()
                    .statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .body(Map.of("name", "Ann"))
                    .patch(url("administrators", UUID.randomUUID()))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void noSuchAdministratorIsThere() {
            for (Object id : new Object[] {UUID.randomUUID(), "x"}) {
                admin().get(url("administrators", id)).then().statusCode(404);
                change(id, Map.of("password", NEW)).then().statusCode(404);
            }
        }
    }
}
