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
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens for services of the operator's own. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class AudienceComponentTest {

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

    private static Iterable<Object> authorization(Answer answer) {
        JsonObject headers = answer.json().getJsonObject("headers");
        return headers.getJsonArray("authorization");
    }

    @Test
    void eachUpstreamGetsATokenForItsOwnAudience() {
        Minted key = auth.key("read");

        assertThat(authorization(client.get("/ops/orders", "X-API-Key", key.credential())))
                .containsExactly("Bearer for-https://orders.example-of-" + key.id());
        assertThat(auth.lastRequest().getString("audience")).isEqualTo("https://orders.example");
        assertThat(authorization(client.get("/ops/stock", "X-API-Key", key.credential())))
                .containsExactly("Bearer for-stock-of-" + key.id());
        assertThat(authorization(client.get("/api/v1/events", "X-API-Key", key.credential())))
                .containsExactly("Bearer internal-of-" + key.id());
        assertThat(auth.exchanges(key.credential())).isEqualTo(3);

        client.get("/ops/orders", "X-API-Key", key.credential());
        client.get("/ops/secret", "X-API-Key", key.credential());
        assertThat(auth.exchanges(key.credential())).as("each is kept").isEqualTo(3);
    }

    @Test
    void aTokenForSomebodyElseIsNotSentToAnUpstream() {
        auth.forgetAudiences();
        int requests = upstream.requests();

        Answer answer = client.get("/ops/stock", "X-API-Key", auth.key("read").credential());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(upstream.requests()).isEqualTo(requests);
    }

    @Test
    void withoutACredentialThereIsNoToken() {
        Answer answer = client.get("/ops/orders");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("headers").containsKey("authorization"))
                .isFalse();
    }

    @Test
    void anIssuerThatIsAwayIsNotAuthServiceAway() {
        String external = auth.token("user", "read").credential();
        auth.issuerAway(external);
        Minted key = auth.key("read");
        client.get("/api/v1/events", "X-API-Key", key.credential());

        Answer answer = client.get("/api/v1/events", "Authorization", "Bearer " + external);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(client.get("/api/v1/events", "X-API-Key", auth.key("read").credential())
                        .status())
                .isEqualTo(200);
    }
}
