package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.TestClock;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache, the change feed and their failures, with time compressed and a real stream. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class CredentialCacheComponentTest {

    private static final String FEED = "auth:changes";

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private int use(Minted key) {
        return client.get("/ops/secret", "X-API-Key", key.credential()).status();
    }

    private @Nullable Response redis(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyChangeIsMeasuredFromItsTimeToItsEviction() {
        Timer lag = meters.get("breakwater.feed.lag").timer();
        Awaitility.await()
                .until(() -> meters.get("breakwater.credentials.feed.readable")
                                .gauge()
                                .value()
                        == 1);
        long before = lag.count();

        publish("plan", "any", "any");

        Awaitility.await().until(() -> lag.count() == before + 1);
    }

    @Test
    void aChangeOfEverythingEvictsEveryone() {
        Minted key = auth.key();
        use(key);
        publish("all", "plan-1", "");
        Awaitility.await().until(() -> use(key) == 200 && auth.exchanges(key.credential()) == 2);
    }

    private void publish(String kind, String id, String tenant) {
        JsonObject payload = new JsonObject().put("kind", kind).put("id", id).put("tenant", tenant);
        redis(
                Command.XADD,
                FEED,
                "*",
                "id",
                "1",
                "type",
                "key.revoked",
                "at",
                clock.instant().toString(),
                "payload",
                payload.encode());
    }

    @Test
    void twoHundredRequestsAtOnceMakeOneExchange() {
        Minted key = auth.key();
        auth.delay(Duration.ofMillis(300));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendLater(client.to("/ops/secret").header("X-API-Key", key.credential())));
        }

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        assertThat(auth.exchanges(key.credential())).isEqualTo(1);
    }

    @Test
    void revocationActsAtOnceThroughTheFeed() {
        Minted key = auth.key();
        Minted other = auth.key();
        assertThat(use(key)).isEqualTo(200);
        assertThat(use(other)).isEqualTo(200);
        auth.refuse(key.credential(), 401, "REVOKED_API_KEY");
        assertThat(use(key)).as("still cached").isEqualTo(200);

        publish("key", key.id(), key.tenant());

        Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> use(key) == 401);
        assertThat(use(other)).isEqualTo(200);
        assertThat(auth.exchanges(other.credential())).isEqualTo(1);
    }

    @Test
    void changesOfTenantsUsersAndSessionsEvictToo() {
        for (String kind : new String[] {"tenant", "user", "session"}) {
            Minted user = auth.token("user", "read");
            String bearer = "Bearer " + user.credential();
            assertThat(client.get("/api/v1/events", "Authorization", bearer).status())
                    .isEqualTo(200);

            publish(
                    kind,
                    switch (kind) {
                        case "tenant" -> user.tenant();
                        case "user" -> user.id();
                        default -> user.session();
                    },
                    user.tenant());

            Awaitility.await()
                    .until(() -> client.get("/api/v1/events", "Authorization", bearer)
                                            .status()
                                    == 200
                            && auth.exchanges(user.credential()) == 2);
        }
    }

    @Test
    void anUnreadableChangeAndALostStreamClearTheWholeCache() {
        Minted key = auth.key();
        use(key);
        redis(Command.XADD, FEED, "*", "payload", "{not json");
        Awaitility.await().until(() -> use(key) == 200 && auth.exchanges(key.credential()) == 2);

        redis(Command.DEL, FEED);
        Awaitility.await().until(() -> use(key) == 200 && auth.exchanges(key.credential()) == 3);
        publish("key", key.id(), key.tenant());
        Awaitility.await().until(() -> use(key) == 200 && auth.exchanges(key.credential()) >= 4);
    }

    @Test
    void knownKeysOutliveAnOutageOfAuthServiceByFiveMinutes() {
        Minted key = auth.key();
        assertThat(use(key)).isEqualTo(200);
        auth.mode(FakeAuth.Mode.BREAKS_OFF);

        clock.pass(Duration.ofSeconds(30));
        assertThat(use(key)).isEqualTo(200);
        clock.pass(Duration.ofMinutes(4));
        assertThat(use(key)).isEqualTo(200);
        clock.pass(Duration.ofMinutes(1));
        assertThat(use(key)).isEqualTo(503);

        auth.mode(FakeAuth.Mode.ANSWERS);
        assertThat(use(key)).isEqualTo(200);
    }

    @Test
    void aKeyRevokedDuringAnOutageIsNotServedStale() {
        Minted key = auth.key();
        assertThat(use(key)).isEqualTo(200);
        auth.mode(FakeAuth.Mode.BREAKS_OFF);
        clock.pass(Duration.ofMinutes(1));
        assertThat(use(key)).isEqualTo(200);

        publish("key", key.id(), key.tenant());

        Awaitility.await().until(() -> use(key) == 503);
    }

    @Test
    void refusalsAreAskedForOncePerTenSeconds() {
        String unknown = auth.refused(401, "INVALID_API_KEY");
        for (int i = 0; i < 5; i++) {
            assertThat(client.get("/ops/secret", "X-API-Key", unknown).status()).isEqualTo(401);
        }

        assertThat(auth.exchanges(unknown)).isLessThanOrEqualTo(2);
    }
}
