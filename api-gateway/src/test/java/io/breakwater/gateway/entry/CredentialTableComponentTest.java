package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table of credential states that are refused, by status. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class CredentialTableComponentTest {

    private static final String EVENT = "{\"event_name\":\"x\"}";

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    @Nested
    class Status400 {

        @Test
        void twoCredentialsThatDisagree() {
            Answer answer = client.post(
                    "/api/v1/ingest/events",
                    EVENT,
                    "X-API-Key",
                    auth.key("write").credential(),
                    "Authorization",
                    "Bearer " + auth.key("write").credential());

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        }

        @Test
        void unknownEnvironmentAndMalformedTeam() {
            String bearer = "Bearer " + auth.token("user", "read").credential();

            assertThat(client.get("/api/v1/events", "Authorization", bearer, "X-Environment", "prod")
                            .code())
                    .isEqualTo("INVALID_PARAMETER");
            assertThat(client.get("/api/v1/events", "Authorization", bearer, "X-Team-Id", "mine")
                            .code())
                    .isEqualTo("INVALID_PARAMETER");
        }

        @Test
        void teamUnclear() {
            Answer answer = client.get("/api/v1/events", "X-API-Key", auth.refused(400, "TEAM_REQUIRED"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("TEAM_REQUIRED");
        }
    }

    @Nested
    class Status401 {

        private void isRefused(Answer answer, String code) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
        }

        @Test
        void noCredentialOnAKeyRoute() {
            isRefused(client.post("/api/v1/ingest/events", EVENT), "MISSING_API_KEY");
        }

        @Test
        void noCredentialElsewhere() {
            isRefused(client.get("/api/v1/events"), "UNAUTHENTICATED");
        }

        @Test
        void basicIsNoCredentialHere() {
            isRefused(client.get("/api/v1/events", "Authorization", "Basic Zm9vOmJhcg=="), "UNAUTHENTICATED");
        }

        @Test
        void wrongChecksumIsRefusedWithoutAskingAnyone() {
            String good = auth.key("write").credential();
            char last = good.charAt(good.length() - 1);
            String bad = good.substring(0, good.length() - 1) + (last == '0' ? '1' : '0');
            int exchanges = auth.exchanges();
            int requests = upstream.requests();

            isRefused(client.post("/api/v1/ingest/events", EVENT, "X-API-Key", bad), "INVALID_API_KEY");

            assertThat(auth.exchanges()).isEqualTo(exchanges);
            assertThat(upstream.requests()).isEqualTo(requests);
        }

        @Test
        void malformedKeysOfEveryKind() {
            for (String bad : new String[] {"", "x", "bw_live_", "sk_live_00000000000000000000000000000000"}) {
                isRefused(client.get("/api/v1/events", "Authorization", "Bearer " + bad), "INVALID_API_KEY");
            }
        }

        @Test
        void whatAuthServiceRefusesIsToldByItsCode() {
            isRefused(
                    client.get("/api/v1/events", "X-API-Key", auth.refused(401, "INVALID_API_KEY")), "INVALID_API_KEY");
            isRefused(
                    client.get("/api/v1/events", "X-API-Key", auth.refused(401, "REVOKED_API_KEY")), "REVOKED_API_KEY");
            isRefused(
                    client.get("/api/v1/events", "X-API-Key", auth.refused(401, "EXPIRED_API_KEY")), "EXPIRED_API_KEY");
            String jwt = auth.token("user").credential();
            auth.refuse(jwt, 401, "INVALID_TOKEN");
            isRefused(client.get("/api/v1/events", "Authorization", "Bearer " + jwt), "INVALID_TOKEN");
        }

        @Test
        void theRoutesProfileWritesTheError() {
            Answer answer = client.get("/ops/slug");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().getString("error")).isEqualTo("unauthenticated");
        }

        @Test
        void problemJsonIsWrittenToWhoAcceptsIt() {
            Answer answer = client.get("/ops/slug", "Accept", "application/problem+json");

            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().getString("code")).isEqualTo("MISSING_API_KEY");
            assertThat(answer.json().getString("request_id")).isEqualTo(answer.header("X-Request-Id"));
        }
    }

    @Nested
    class Status403 {

        private void isForbidden(Answer answer, String code) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo(code);
        }

        @Test
        void missingScopeIsNamed() {
            Answer answer = client.post(
                    "/api/v1/ingest/events",
                    EVENT,
                    "X-API-Key",
                    auth.key("read").credential());

            isForbidden(answer, "MISSING_SCOPE");
            assertThat(answer.body()).contains("events:write");
        }

        @Test
        void usersTokenOnAKeyRoute() {
            String bearer = "Bearer " + auth.token("user", "read", "write").credential();

            isForbidden(client.post("/api/v1/ingest/events", EVENT, "Authorization", bearer), "FORBIDDEN");
        }

        @Test
        void tenantsTokenAndKeyOnAdmin() {
            String bearer = "Bearer " + auth.token("user", "admin").credential();

            isForbidden(client.get("/api/v1/admin/tenants", "Authorization", bearer), "FORBIDDEN");
            isForbidden(
                    client.get(
                            "/api/v1/admin/tenants",
                            "X-API-Key",
                            auth.key("admin").credential()),
                    "FORBIDDEN");
        }

        @Test
        void platformTokenElsewhere() {
            String bearer = "Bearer " + auth.token("platform").credential();

            isForbidden(client.get("/api/v1/events", "Authorization", bearer), "FORBIDDEN");
        }

        @Test
        void aPublishableKeyWhateverItsScopes() {
            Minted key = auth.key("read", "write");
            auth.publish(key);

            isForbidden(client.get("/api/v1/events", "X-API-Key", key.credential()), "FORBIDDEN");
            isForbidden(client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential()), "FORBIDDEN");
        }

        @Test
        void aKeyOutsideItsAllowedAddressesEvenWhenItIsCached() {
            Minted key = auth.key();
            GatewayClient elsewhere = new GatewayClient(base);
            auth.allow(key, client.address(), "2001:db8::/32");

            assertThat(client.get("/ops/secret", "X-API-Key", key.credential()).status())
                    .isEqualTo(200);
            isForbidden(elsewhere.get("/ops/secret", "X-API-Key", key.credential()), "FORBIDDEN");
            assertThat(client.get("/ops/secret", "X-API-Key", key.credential()).status())
                    .isEqualTo(200);
        }

        @Test
        void suspendedTenant() {
            isForbidden(
                    client.get("/api/v1/events", "X-API-Key", auth.refused(403, "TENANT_SUSPENDED")),
                    "TENANT_SUSPENDED");
        }
    }

    @Nested
    class Status503 {

        @Test
        void unknownCredentialWhileAuthServiceFails() {
            auth.mode(FakeAuth.Mode.FAILS);

            Answer answer =
                    client.get("/api/v1/events", "X-API-Key", auth.key("read").credential());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }

        @Test
        void anAssertionThatAuthServiceDoesNotTakeIsOurTroubleNotTheClients() {
            assertThat(client.get("/api/v1/events", "X-API-Key", auth.refused(401, "UNAUTHENTICATED"))
                            .status())
                    .isEqualTo(503);
            assertThat(client.get("/api/v1/events", "X-API-Key", auth.refused(401, "INVALID_TOKEN"))
                            .status())
                    .isEqualTo(503);
            String jwt = auth.token("user", "read").credential();
            auth.refuse(jwt, 401, "UNAUTHENTICATED");
            assertThat(client.get("/api/v1/events", "Authorization", "Bearer " + jwt)
                            .status())
                    .isEqualTo(503);
        }

        @Test
        void unknownCredentialWhileAuthServiceHangs() {
            auth.mode(FakeAuth.Mode.HANGS);

            assertThat(client.get(
                                    "/api/v1/events",
                                    "X-API-Key",
                                    auth.key("read").credential())
                            .status())
                    .isEqualTo(503);
        }
    }
}
