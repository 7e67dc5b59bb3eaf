package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.TestClock;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway without Redis: limits go local, the feed is unreadable, and both come back. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class RedisLostComponentTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    TestClock clock;

    EmbeddedStores stores;
    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    @AfterEach
    void redisIsBack() {
        stores.startRedis();
        auth.reset();
        // A closed policy passes only when the limiter has its connection again; the next test may rely on it.
        Minted probe = auth.key();
        Awaitility.await()
                .until(() -> client.get("/ops/closed", "X-API-Key", probe.credential())
                                .status()
                        == 200);
    }

    private int use(Minted key) {
        return client.get("/ops/secret", "X-API-Key", key.credential()).status();
    }

    @Test
    void limitsAreCountedLocallyAndSharedAgainAfterwards() {
        Minted key = auth.key(new JsonObject().put("key", 5));
        stores.stopRedis();

        for (int i = 0; i < 5; i++) {
            assertThat(use(key)).isEqualTo(200);
        }
        Answer refused = client.get("/ops/secret", "X-API-Key", key.credential());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"key\";q=5;w=60");

        stores.startRedis();
        Awaitility.await().until(() -> use(key) == 200);
    }

    @Test
    void anOpenPolicyLetsPassAndAClosedOneRefuses() {
        Minted key = auth.key();
        assertThat(client.get("/ops/open", "X-API-Key", key.credential()).status())
                .isEqualTo(200);
        assertThat(client.get("/ops/open", "X-API-Key", key.credential()).status())
                .isEqualTo(429);
        assertThat(client.get("/ops/closed", "X-API-Key", key.credential()).status())
                .isEqualTo(200);
        stores.stopRedis();

        Answer open = client.get("/ops/open", "X-API-Key", key.credential());
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.header("RateLimit-Policy")).isEqualTo("\"key\";q=1000;w=60");
        Answer closed = client.get("/ops/closed", "X-API-Key", key.credential());
        assertThat(closed.status()).isEqualTo(503);
        assertThat(closed.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(closed.header("Retry-After")).isNotEmpty();
        assertThat(client.get("/ops/tried", "X-API-Key", key.credential()).status())
                .as("one that is only tried out refuses nothing")
                .isEqualTo(200);
    }

    @Test
    void withNeitherFeedNorAuthServiceKnownKeysLastFifteenSeconds() {
        Minted key = auth.key();
        assertThat(use(key)).isEqualTo(200);
        stores.stopRedis();
        auth.mode(FakeAuth.Mode.BREAKS_OFF);

        assertThat(use(key)).isEqualTo(200);
        clock.pass(Duration.ofSeconds(16));
        Awaitility.await().until(() -> use(key) == 503);
        auth.mode(FakeAuth.Mode.ANSWERS);
        assertThat(use(key)).isEqualTo(200);
    }

    @Test
    void readinessNamesRedisAndTheProcessItselfStaysReady() {
        stores.stopRedis();

        Awaitility.await()
                .until(() -> client.get("/health/ready").body().contains("{\"name\":\"redis\",\"status\":\"DOWN\"}"));
        assertThat(client.get("/health/live").status()).isEqualTo(200);
    }
}
