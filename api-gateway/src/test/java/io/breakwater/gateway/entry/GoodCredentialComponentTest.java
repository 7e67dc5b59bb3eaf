package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
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

/** What becomes of a request with a good credential. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class GoodCredentialComponentTest {

    private static final String EVENT = "{\"event_name\":\"x\"}";

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    @Nested
    class Status200 {

        @Test
        void keyInItsHeaderReachesTheUpstreamAsTheInternalTokenOnly() {
            Minted key = auth.key("write");

            Answer answer = client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getJsonObject("headers").getJsonArray("authorization"))
                    .containsExactly("Bearer internal-of-" + key.id());
            assertThat(answer.body()).doesNotContain(key.credential());
        }

        @Test
        void keyAsBearerIsTheSame() {
            Minted key = auth.key("write");

            assertThat(client.post("/v1/ingest/events", EVENT, "Authorization", "Bearer " + key.credential())
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void bothHeadersMayCarryTheSameKey() {
            Minted key = auth.key("write");

            Answer answer = client.post(
                    "/api/ingest/events",
                    EVENT,
                    "X-API-Key",
                    key.credential(),
                    "Authorization",
                    "Bearer " + key.credential());

            assertThat(answer.status()).isEqualTo(200);
        }

        @Test
        void theExchangeCarriesAnAssertionAndWhatTheCallerChose() {
            Minted user = auth.token("user", "read");
            String team = "0190b5a0-0000-7000-8000-00000000abcd";

            client.get(
                    "/api/v1/events",
                    "Authorization",
                    "Bearer " + user.credential(),
                    "X-Environment",
                    "test",
                    "X-Cogram-Team-Id",
                    team);

            assertThat(auth.lastAuthorization()).matches("Bearer [^.]+\\.[^.]+\\.[^.]+");
            assertThat(auth.lastRequest().getString("credential")).isEqualTo(user.credential());
            assertThat(auth.lastRequest().getString("environment")).isEqualTo("test");
            assertThat(auth.lastRequest().getString("team_id")).isEqualTo(team);
            assertThat(auth.lastRequest().getString("client_ip")).isEqualTo(client.address());
        }

        @Test
        void anOperatorsUpstreamGetsNoTokenAtAll() {
            Answer answer = client.get("/ops/secret", "X-API-Key", auth.key().credential());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getJsonObject("headers").containsKey("authorization"))
                    .isFalse();
        }

        @Test
        void openRoutesDoNotLookAtCredentials() {
            Answer answer = client.post("/api/v1/auth/login", "{}", "X-API-Key", "nonsense");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("nonsense");
        }

        @Test
        void aPlatformTokenOpensAdmin() {
            Minted administrator = auth.token("platform");

            assertThat(client.get("/api/v1/admin/tenants", "Authorization", "Bearer " + administrator.credential())
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void theAliasOfApiKeysIsTheSameRoute() {
            Minted key = auth.key("admin");

            Answer answer = client.get("/v1/events/api-keys/me", "X-API-Key", key.credential());

            assertThat(answer.json().getString("uri")).isEqualTo("/api/v1/api-keys/me");
        }
    }
}
