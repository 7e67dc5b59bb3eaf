package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.CallerKeysResource;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class PlatformAuthResourceComponentTest {

    private static final String LOGIN = "/api/v1/auth/platform/login";

    private final Database database;

    PlatformAuthResourceComponentTest(Database database) {
        this.database = database;
    }

    @Nested
    class Status200 {

        @Test
        void theConfiguredAdministratorSignsInToThePlatform() {
            String token = Service.platformLogin()
                    .then()
                    .body("user.role", equalTo("platform_admin"))
                    .body("$", not(hasKey("tenant")))
                    .extract()
                    .path("access_token");

            Service.exchange(token, null)
                    .then()
                    .statusCode(200)
                    .body("subject.kind", equalTo("platform"))
                    .body("tenant_id", nullValue())
                    .body("plan", nullValue());
        }

        @Test
        void thePasswordIsStoredAsArgon2idWithOwaspsParameters() {
            Service.platformLogin();

            assertThat(database.count(
                            "SELECT count(*) FROM platform_admin"
                                    + " WHERE email = ? AND password_hash LIKE '$argon2id$v=19$m=128,t=1,p=1$%'",
                            CallerKeysResource.ADMIN_EMAIL))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Status401 {

        @Test
        void aTenantsOwnerIsNobodyOnThePlatform() {
            Owner owner = Service.register();

            anyone().body(Map.of("email", owner.email(), "password", Service.PASSWORD))
                    .post(LOGIN)
                    .then()
                    .statusCode(401)
                    .body("error.code", equalTo("UNAUTHENTICATED"));
        }

        @Test
        void anAdministratorIsNobodyInATenant() {
            anyone().body(Map.of(
                            "email", CallerKeysResource.ADMIN_EMAIL, "password", CallerKeysResource.ADMIN_PASSWORD))
                    .post("/api/v1/auth/login")
                    .then()
                    .statusCode(401);
        }
    }

    @Nested
    class RemovedMeanwhile {

        /** Signs in as an administrator who is removed after they were looked up and before their session begins. */
        @Test
        void anAdministratorWhoIsRemovedIsRefused() throws Exception {
            String email = Service.anEmail();
            database.update(
                    "INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)"
                            + " SELECT gen_random_uuid(), ?, ?, password_hash, created_at FROM platform_admin"
                            + " WHERE email = ?",
                    email,
                    email,
                    CallerKeysResource.ADMIN_EMAIL);
            Callable<Integer> login =
                    () -> anyone().body(Map.of("email", email, "password", CallerKeysResource.ADMIN_PASSWORD))
                            .post(LOGIN)
                            .statusCode();

            try (ExecutorService browser = Executors.newSingleThreadExecutor()) {
                Future<Integer> answer = QuarkusTransaction.requiringNew().call(() -> {
                    database.update("DELETE FROM platform_admin WHERE email = ?", email);
                    Future<Integer> begun = browser.submit(login);
                    await().until(() -> database.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
                    return begun;
                });

                assertThat(answer.get()).isEqualTo(401);
            }
        }
    }

    @Nested
    class Status403 {

        @Test
        void aPlatformTokenOpensNothingOfATenant() {
            String token = Service.platformLogin().path("access_token");

            Service.as(token).get("/api/v1/api-keys").then().statusCode(403).body("error.code", equalTo("FORBIDDEN"));
            Service.as(token).get("/api/v1/auth/me").then().statusCode(403);
        }
    }
}
