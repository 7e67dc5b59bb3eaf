package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.Switchboard;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kill switches while Redis is away, and after it came back. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class KillSwitchRedisLostComponentTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    EmbeddedStores stores;
    GatewayClient client;
    Switchboard switches;

    @BeforeEach
    void newAddress() {
        client = new GatewayClient(base);
        switches = new Switchboard(redis);
    }

    @AfterEach
    void redisIsBackAndEverythingIsOn() {
        stores.startRedis();
        Awaitility.await().ignoreExceptions().untilAsserted(() -> switches.allOff());
        Awaitility.await().until(() -> echo() == 200);
    }

    private int echo() {
        return client.get("/ops/echo").status();
    }

    @Test
    void theLastKnownSwitchesHoldWhileRedisIsLostAndWhenItComesBack() {
        switches.on("route:echo");
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> echo() == 503);

        stores.stopRedis();
        assertThat(echo()).isEqualTo(503);
        stores.startRedis();

        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> echo() == 503);
    }

    @Test
    void aSwitchThatIsSetAfterAnOutageIsSeen() {
        stores.stopRedis();
        assertThat(echo()).isEqualTo(200);
        stores.startRedis();

        Awaitility.await().ignoreExceptions().untilAsserted(() -> switches.on("route:echo"));

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> echo() == 503);
    }
}
