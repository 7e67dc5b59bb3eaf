package io.breakwater.auth.administrator;

import static io.breakwater.auth.testing.Internal.admin;
import static io.breakwater.auth.testing.Internal.url;
import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.CallerKeysResource;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Told;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthComponentTest
class AdministratorRoutesComponentTest {

    private static final String PASSWORD = "a long enough secret";

    private final Database database;
    private final Sql sql;

    AdministratorRoutesComponentTest(Database database, Sql sql) {
        this.database = database;
        this.sql = sql;
    }

    private static Response create(String email, String password) {
        return admin().body(Map.of("email", email, "password", password)).post(url("administrators"));
    }

    private static String created(String email) {
        return create(email, PASSWORD).then().statusCode(200).extract().path("id");
    }

    private static Response login(String email) {
        return anyone().body(Map.of("email", email, "password", PASSWORD)).post("/api/v1/auth/platform/login");
    }

    /** The other tests know one administrator. */
    @AfterEach
    void removeThoseWhoWereMade() {
        database.update("DELETE FROM session WHERE platform_admin_id IN"
                + " (SELECT id FROM platform_admin WHERE email_key LIKE 'user-%')");
        database.update("DELETE FROM platform_admin WHERE email_key LIKE 'user-%'");
    }

    /** The administrator that the tests begin with. */
    private record Root(UUID id, String hash) {}

    @Nested
    class Status200 {

        @Test
        void anAdministratorIsMadeAndSignsIn() {
            String email = Service.anEmail();
            UUID actor = UUID.randomUUID();

            String id = admin().queryParam("actor", actor)
                    .body(Map.of("email", email, "password", PASSWORD))
                    .post(url("administrators"))
                    .then()
                    .statusCode(200)
                    .body("email", equalTo(email))
                    .body("$", not(hasKey("password")))
                    .extract()
                    .path("id");

            login(email).then().statusCode(200);
            assertThat(Told.acts(database, "administrator.created", id, actor)).isEqualTo(1);
        }

        @Test
        void administratorsAreListedFromTheNewest() {
            String newest = created(Service.anEmail());

            String cursor = admin().queryParam("limit", 1)
                    .get(url("administrators"))
                    .then()
                    .statusCode(200)
                    .body("data.id", hasItem(newest))
                    .body("data", hasSize(1))
                    .extract()
                    .path("pagination.next_cursor");
            admin().queryParam("cursor", cursor)
                    .get(url("administrators"))
                    .then()
                    .statusCode(200)
                    .body("data.id", not(hasItem(newest)));
        }

        @Test
        void whoIsRemovedIsSignedOut() {
            String email = Service.anEmail();
            String id = created(email);
            String token = login(email).path("access_token");

            admin().delete(url("administrators", id)).then().statusCode(200);

            Service.exchange(token, null).then().statusCode(401);
            login(email).then().statusCode(401);
            assertThat(Told.acts(database, "administrator.deleted", id)).isEqualTo(1);
        }
    }

    @Nested
    class Status400 {

        @ParameterizedTest
        @CsvSource({
            "'{\"password\":\"a long enough secret\"}', email",
            "'{\"email\":\"nobody\",\"password\":\"a long enough secret\"}', email",
            "'{\"email\":\"a@example.com\"}', password",
            "'{\"email\":\"a@example.com\",\"password\":\"short\"}', password",
            "'{\"email\":\"a@example.com\",\"password\":7}', password",
        })
        void whatIsWrongIsNamed(String body, String path) {
            admin().body(body)
                    .post(url("administrators"))
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("VALIDATION_ERROR"))
                    .body("error.details[0].path", equalTo(path));
        }
    }

    @Nested
    class Status401 {

        @Test
        void nobodyAsksWithoutAnAssertion() {
            anyone().get(url("administrators")).then().statusCode(401);
        }
    }

    @Nested
    class Status403 {

        @Test
        void theGatewayMayNot() {
            anyone().header("Authorization", Service.gatewayAssertion())
                    .get(url("administrators"))
                    .then()
                    .statusCode(403);
        }
    }

    @Nested
    class Status404 {

        @Test
        void noSuchAdministratorIsThere() {
            admin().delete(url("administrators", UUID.randomUUID())).then().statusCode(404);
            admin().delete(url("administrators", "x")).then().statusCode(404);
        }
    }

    @Nested
    class Status409 {

        @Test
        void anAddressIsTakenWhateverItsCase() {
            String email = Service.anEmail();
            created(email);

            create(email.toUpperCase(Locale.ROOT), PASSWORD)
                    .then()
                    .statusCode(409)
                    .body("error.code", equalTo("CONFLICT"));
        }

        @Test
        void ofAllAdministratorsRemovedAtOnceOneStays() throws Exception {
            created(Service.anEmail());
            created(Service.anEmail());
            List<String> all = admin().get(url("administrators")).path("data.id");
            List<Callable<Integer>> removals = new ArrayList<>();
            Root root = sql.one(
                            "SELECT id, password_hash FROM platform_admin WHERE email_key NOT LIKE 'user-%'",
                            row -> new Root(row.uuid("id"), row.text("password_hash")))
                    .orElseThrow();
            for (String id : all) {
                removals.add(() -> admin().delete(url("administrators", id)).statusCode());
            }

            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> answer : threads.invokeAll(removals)) {
                    statuses.add(answer.get());
                }
            }

            assertThat(statuses).containsOnlyOnce(409).contains(200);
            assertThat(database.count("SELECT count(*) FROM platform_admin")).isEqualTo(1);
            database.update(
                    """
                    INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)
                    VALUES (?, ?, ?, ?, now()) ON CONFLICT DO NOTHING
                    """, root.id(), CallerKeysResource.ADMIN_EMAIL, CallerKeysResource.ADMIN_EMAIL, root.hash());
        }
    }
}
