package io.breakwater.auth.session;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class RefreshComponentTest {

    private static final String REFRESH = "/api/v1/auth/refresh";

    private final Database database;
    private final AuditTrail auditTrail;

    RefreshComponentTest(Database database, AuditTrail auditTrail) {
        this.database = database;
        this.auditTrail = auditTrail;
    }

    private static Response refresh(String token) {
        return anyone().body(Map.of("refresh_token", token)).post(REFRESH);
    }

    private static String refreshed(String token) {
        return refresh(token).then().statusCode(200).extract().path("refresh_token");
    }

    private void age(Owner owner, String change) {
        database.update("UPDATE session SET " + change + " WHERE user_id = ?", owner.user());
    }

    @Nested
    class Status200 {

        @Test
        void aTokenGivesItsSuccessorAndAnAccessTokenThatWorks() {
            Owner owner = Service.register();

            Response answer = refresh(owner.refreshToken());

            answer.then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("user.id", equalTo(owner.user().toString()))
                    .body("tenant.id", equalTo(owner.tenant().toString()));
            assertThat(answer.<String>path("refresh_token")).isNotEqualTo(owner.refreshToken());
            Service.as(answer.path("access_token"))
                    .get("/api/v1/auth/me")
                    .then()
                    .statusCode(200);
        }

        @Test
        void theTokenJustUsedGivesTheSameSuccessorAgain() {
            Owner owner = Service.register();

            String first = refreshed(owner.refreshToken());

            assertThat(refreshed(owner.refreshToken())).isEqualTo(first);
        }

        @Test
        void twentyTabsThatRefreshAtOnceAllStaySignedIn() throws Exception {
            Owner owner = Service.register();
            Callable<Response> tab = () -> refresh(owner.refreshToken());

            Set<String> successors = new HashSet<>();
            try (ExecutorService tabs = Executors.newFixedThreadPool(20)) {
                for (Future<Response> answer :
                        tabs.invokeAll(Stream.generate(() -> tab).limit(20).toList())) {
                    successors.add(answer.get().then().statusCode(200).extract().path("refresh_token"));
                }
            }

            assertThat(successors).hasSize(1);
            refreshed(successors.iterator().next());
        }

        @Test
        void aPlatformSessionIsContinuedAsOne() {
            String token = Service.platformLogin().path("refresh_token");

            refresh(token).then().statusCode(200).body("user.role", equalTo("platform_admin"));
        }
    }

    @Nested
    class Status401 {

        @Test
        void anUnknownTokenIsRefused() {
            refresh("x".repeat(43)).then().statusCode(401).body("error.code", equalTo("INVALID_TOKEN"));
        }

        @Test
        void aTokenUsedTwoGenerationsAgoEndsTheSession() {
            Owner owner = Service.register();
            String newest = refreshed(refreshed(owner.refreshToken()));

            refresh(owner.refreshToken()).then().statusCode(401).body("error.code", equalTo("INVALID_TOKEN"));

            refresh(newest).then().statusCode(401);
            Service.exchange(owner.accessToken(), null).then().statusCode(401);
        }

        @Test
        void aTokenUsedLongerAgoThanTheGraceEndsTheSession() {
            Owner owner = Service.register();
            String newest = refreshed(owner.refreshToken());
            database.update(
                    "UPDATE refresh_token SET used_at = used_at - interval '11 seconds' WHERE sha256 = ?",
                    (Object) RefreshTokens.hash(owner.refreshToken()));

            refresh(owner.refreshToken()).then().statusCode(401);

            refresh(newest).then().statusCode(401);
        }

        @Test
        void reuseIsToldOnTheChangeFeed() {
            Owner owner = Service.register();
            refreshed(refreshed(owner.refreshToken()));

            refresh(owner.refreshToken()).then().statusCode(401);

            await().untilAsserted(() -> assertThat(database.count(
                            "SELECT count(*) FROM outbox WHERE stream = 'auth:changes' AND type = 'session.ended'"
                                    + " AND tenant_id = ? AND published_at IS NOT NULL",
                            owner.tenant()))
                    .isEqualTo(1));
        }

        @Test
        void anIdleSessionHasEnded() {
            Owner owner = Service.register();
            age(owner, "idle_expires_at = now()");

            refresh(owner.refreshToken()).then().statusCode(401);
            Service.exchange(owner.accessToken(), null).then().statusCode(401);
        }

        @Test
        void anOldSessionHasEndedHoweverBusy() {
            Owner owner = Service.register();
            age(owner, "expires_at = now()");

            refresh(owner.refreshToken()).then().statusCode(401);
        }
    }

    @Nested
    class MembershipsAndAudit {

        @Test
        void whoWasRemovedFromTheTenantIsNotContinued() {
            Owner owner = Service.register();
            database.update("DELETE FROM membership WHERE user_id = ?", owner.user());

            refresh(owner.refreshToken()).then().statusCode(401).body("error.code", equalTo("INVALID_TOKEN"));
        }

        @Test
        void reuseIsRecordedWithWhoseSessionItWas() {
            Owner owner = Service.register();
            refreshed(refreshed(owner.refreshToken()));

            refresh(owner.refreshToken()).then().statusCode(401);
            refresh(owner.refreshToken()).then().statusCode(401);

            assertThat(auditTrail.about("session.refresh_reused", owner.user())).isEqualTo(1);
        }

        @Test
        void refreshingIsSeenInTheSessionsLastUse() {
            Owner owner = Service.register();
            age(owner, "last_used_at = now() - interval '1 day'");

            refreshed(owner.refreshToken());

            assertThat(database.count(
                            "SELECT count(*) FROM session WHERE user_id = ? AND last_used_at > now() - interval '1 hour'",
                            owner.user()))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Status403 {

        @Test
        void aSuspendedTenantsTokenIsNotUsedUp() {
            Owner owner = Service.register();
            Service.changeTenant(owner.tenant(), Map.of("status", "suspended"));
            refresh(owner.refreshToken()).then().statusCode(403).body("error.code", equalTo("TENANT_SUSPENDED"));

            Service.changeTenant(owner.tenant(), Map.of("status", "active"));

            refreshed(owner.refreshToken());
        }
    }

    @Nested
    class AtRest {

        @Test
        void noTokenIsStored() {
            Owner owner = Service.register();
            String next = refreshed(owner.refreshToken());

            for (String token : List.of(owner.refreshToken(), next)) {
                assertThat(database.count(
                                "SELECT count(*) FROM refresh_token r WHERE r::text LIKE '%' || ? || '%'", token))
                        .isZero();
                assertThat(database.count("SELECT count(*) FROM outbox o WHERE o::text LIKE '%' || ? || '%'", token))
                        .isZero();
            }
        }
    }
}
