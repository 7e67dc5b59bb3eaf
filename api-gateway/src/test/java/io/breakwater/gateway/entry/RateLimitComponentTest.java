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
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits as clients see them. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class RateLimitComponentTest {

    private static final String EVENT = "{}";

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private long commandsFor(String pattern) {
        return redis.send(Request.cmd(Command.KEYS).arg(pattern))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .size();
    }

    @Test
    void everyKeyedAnswerShowsItsPolicies() {
        Answer answer = client.post(
                "/api/v1/ingest/events", EVENT, "X-API-Key", auth.key("write").credential());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"key\";q=1000;w=60, \"ingest-burst\";q=100;w=1");
        assertThat(answer.header("RateLimit")).matches("\"key\";r=999;t=\\d+, \"ingest-burst\";r=99;t=\\d+");
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("100");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("99");
        assertThat(Long.parseLong(answer.header("X-RateLimit-Reset")))
                .isCloseTo(System.currentTimeMillis() / 1000, Offset.offset(120L));
    }

    @Test
    void usersAreNotCountedByAddressOrKey() {
        Answer answer = client.get(
                "/api/v1/events",
                "Authorization",
                "Bearer " + auth.token("user", "read").credential());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("RateLimit")).isEmpty();
    }

    @Test
    void aKeysOwnLimitHoldsExactlyUnderTwoHundredRequestsAtOnce() {
        Minted key = auth.key(new JsonObject().put("key", 70));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendLater(client.to("/ops/secret").header("X-API-Key", key.credential())));
        }
        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

        assertThat(all).filteredOn(answer -> answer.status() == 200).hasSize(70);
        assertThat(all)
                .filteredOn(answer -> answer.status() == 429)
                .hasSize(130)
                .allSatisfy(refused -> {
                    assertThat(refused.code()).isEqualTo("RATE_LIMITED");
                    assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("70");
                    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
                    assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 120L);
                    assertThat(refused.header("RateLimit")).isEqualTo("\"key\";r=0;t=" + refused.header("Retry-After"));
                });
    }

    @Test
    void whoWaitsRetryAfterPasses() {
        Minted key = auth.key(new JsonObject().put("ingest-burst", 2), "write");
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(client.sendLater(client.to("/api/v1/ingest/events")
                    .header("X-API-Key", key.credential())
                    .POST(BodyPublishers.ofString(EVENT))));
        }
        Answer refused = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 429)
                .findAny()
                .orElseThrow();
        long until = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(refused.header("Retry-After")))
                        .toNanos();
        Awaitility.await().until(() -> System.nanoTime() - until >= 0);

        assertThat(client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void addressesAreCountedWithoutACredentialAndAreTold() {
        Minted neighbour = auth.key();
        assertThat(client.get("/ops/secret", "X-API-Key", neighbour.credential())
                        .status())
                .isEqualTo(200);
        Answer first = client.get("/ops/echo");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("99");

        for (int i = 0; i < 99; i++) {
            client.get("/ops/echo");
        }
        Answer refused = client.get("/ops/echo");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(client.get("/api/v1/events").status())
                .as("also where a credential is missing")
                .isEqualTo(429);
        assertThat(client.get("/api/v1/events", "X-API-Key", auth.refused(401, "INVALID_API_KEY"))
                        .status())
                .as("also where one is refused")
                .isEqualTo(429);
        assertThat(client.get("/ops/secret", "X-API-Key", neighbour.credential())
                        .status())
                .as("but not with a good one that is known already")
                .isEqualTo(200);
    }

    @Test
    void inventedKeysCostNoExchangesOnceTheirAddressIsRefused() {
        int before = auth.exchanges();
        for (int i = 0; i < 100; i++) {
            client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"));
        }
        assertThat(client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"))
                        .status())
                .isEqualTo(429);
        assertThat(auth.exchanges() - before).isEqualTo(101);

        for (int i = 0; i < 50; i++) {
            Answer refused = client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60");
        }

        assertThat(auth.exchanges() - before).isEqualTo(101);
        GatewayClient elsewhere = new GatewayClient(base);
        assertThat(elsewhere
                        .get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"))
                        .status())
                .as("another address is not throttled")
                .isEqualTo(401);
    }

    @Test
    void malformedKeysAreCountedInMemoryWithoutRedis() {
        Answer answer = client.get("/ops/secret", "X-API-Key", "bw_live_nonsense");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60");
        assertThat(commandsFor("rl:{ip:" + client.address() + "}*")).isZero();

        for (int i = 0; i < 99; i++) {
            client.get("/ops/secret", "X-API-Key", "bw_live_nonsense");
        }
        assertThat(client.get("/ops/secret", "X-API-Key", "bw_live_nonsense").status())
                .isEqualTo(429);
    }

    @Test
    void countersOfOneTenantShareAHashTagAndNameTheEnvironment() {
        Minted key = auth.key("write");
        client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential());

        assertThat(commandsFor("rl:{t:" + key.tenant() + "}:live:*:" + key.id()))
                .isEqualTo(2);
    }
}
