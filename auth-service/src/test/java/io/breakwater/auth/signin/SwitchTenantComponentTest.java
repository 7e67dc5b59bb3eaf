package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthComponentTest
class SwitchTenantComponentTest {

    private static final String SWITCH = "/api/v1/auth/switch-tenant";

    private final Database database;
    private final AuditTrail auditTrail;

    SwitchTenantComponentTest(Database database, AuditTrail auditTrail) {
        this.database = database;
        this.auditTrail = auditTrail;
    }

    /** Another tenant, which the user belongs to as a viewer. */
    private UUID joined(Owner user) {
        UUID tenant = Service.register().tenant();
        database.update(
                "INSERT INTO membership (tenant_id, user_id, role, created_at) VALUES (?, ?, 'viewer', now())",
                tenant,
                user.user());
        return tenant;
    }

    private static Response change(Owner user, UUID tenant) {
        return as(user.accessToken()).body(Map.of("tenant_id", tenant)).post(SWITCH);
    }

    @Nested
    class Status200 {

        @Test
        void aSessionBeginsInTheOtherTenantAndThePresentOneEnds() {
            Owner user = Service.register();
            UUID tenant = joined(user);

            Response answer = change(user, tenant);

            answer.then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("tenant.id", equalTo(tenant.toString()))
                    .body("user.role", equalTo("viewer"));
            as(answer.path("access_token")).get("/api/v1/auth/me").then().body("tenant.id", equalTo(tenant.toString()));
            Service.exchange(user.accessToken(), null).then().statusCode(401);
            anyone().body(Map.of("refresh_token", user.refreshToken()))
                    .post("/api/v1/auth/refresh")
                    .then()
                    .statusCode(401);
            assertThat(auditTrail.about("session.tenant_switched", user.user())).isEqualTo(1);
        }

        @Test
        void inCookieModeTheTokensAreInCookies() {
            Owner user = Service.register();

            Response answer = as(user.accessToken())
                    .body(Map.of("tenant_id", joined(user)))
                    .post(SWITCH + "?mode=cookie");

            answer.then().statusCode(200);
            assertThat(answer.cookies()).containsOnlyKeys("session_token", "__Host-bw_refresh");
        }

        @Test
        void ofManyAtOnceOneSwitches() throws Exception {
            Owner user = Service.register();
            UUID tenant = joined(user);
            String token = Service.exchange(user.accessToken(), null).path("token");
            Callable<Integer> attempt = () -> anyone().auth()
                    .oauth2(token)
                    .body(Map.of("tenant_id", tenant))
                    .post(SWITCH)
                    .statusCode();

            List<Integer> answers = new ArrayList<>();
            try (ExecutorService tabs = Executors.newFixedThreadPool(8)) {
                for (Future<Integer> answer :
                        tabs.invokeAll(Stream.generate(() -> attempt).limit(8).toList())) {
                    answers.add(answer.get());
                }
            }

            assertThat(answers).containsOnlyOnce(200).containsOnly(200, 401);
            assertThat(database.count(
                            "SELECT count(*) FROM session WHERE user_id = ? AND ended_at IS NULL", user.user()))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Status400 {

        @Test
        void aForeignTenantAndAnUnknownOneAreToldAlike() {
            Owner user = Service.register();

            for (UUID tenant : List.of(Service.register().tenant(), UUID.randomUUID())) {
                change(user, tenant)
                        .then()
                        .statusCode(400)
                        .body("error.code", equalTo("VALIDATION_ERROR"))
                        .body("error.details[0].path", equalTo("tenant_id"))
                        .body("error.details[0].message", equalTo("is not a tenant of yours"));
            }
            as(user.accessToken()).get("/api/v1/auth/me").then().statusCode(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"tenant_id\":null}", "{\"tenant_id\":\"x\"}", "{\"tenant_id\":5}", "[]"})
        void whatIsNoTenantIsRefused(String body) {
            as(Service.register().accessToken()).body(body).post(SWITCH).then().statusCode(400);
        }
    }

    @Nested
    class Status401And403 {

        @Test
        void onlyAUserSwitches() {
            Map<String, UUID> body = Map.of("tenant_id", UUID.randomUUID());

            anyone().body(body).post(SWITCH).then().statusCode(401);
            as(Service.platformLogin().path("access_token"))
                    .body(body)
                    .post(SWITCH)
                    .then()
                    .statusCode(403);
        }

        @Test
        void aSuspendedTenantIsNotEnteredAndThePresentSessionStays() {
            Owner user = Service.register();
            UUID tenant = joined(user);
            Service.changeTenant(tenant, Map.of("status", "suspended"));

            change(user, tenant).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));

            as(user.accessToken()).get("/api/v1/auth/me").then().statusCode(200);
        }
    }
}
