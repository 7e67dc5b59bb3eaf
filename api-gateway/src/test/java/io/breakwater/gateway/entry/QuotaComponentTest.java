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
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code writes_month} as clients see it, and what is said of it to others. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class QuotaComponentTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private Minted writer(int limit) {
        Minted key = auth.key("write");
        auth.answerWith(key, "quotas", new JsonObject().put("writes_month", limit));
        auth.answerWith(key, "billing_day", 17);
        return key;
    }

    private Answer write(Minted key) {
        return client.post("/ops/billed", "{}", "X-API-Key", key.credential());
    }

    private List<JsonObject> notices(Minted key) {
        Response entries = redis.send(Request.cmd(Command.XRANGE)
                        .arg("gateway:notices")
                        .arg("-")
                        .arg("+"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        List<JsonObject> notices = new ArrayList<>();
        for (Response entry : entries) {
            JsonObject payload = new JsonObject(entry.get(1).get(7).toString());
            if (payload.getString("tenant_id").equals(key.tenant())) {
                assertThat(entry.get(1).get(3)).hasToString("quota.reached");
                notices.add(payload);
            }
        }
        return notices;
    }

    @Test
    void writesBeyondTheMonthsAreRefusedAndReadsAreNot() {
        Minted key = writer(2);
        assertThat(write(key).status()).isEqualTo(200);
        assertThat(write(key).status()).isEqualTo(200);

        Answer refused = write(key);
        assertThat(refused.status()).isEqualTo(429);
        JsonObject error = refused.json().getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("QUOTA_EXCEEDED");
        assertThat(error.getString("kind")).isEqualTo("writes_month");
        assertThat(error.getInteger("limit")).isEqualTo(2);
        assertThat(error.getInteger("current")).isEqualTo(2);
        assertThat(error.getString("tier")).isEqualTo("starter");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 31L * 24 * 3600);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"key\";q=1000;w=60");
        assertThat(refused.header("RateLimit"))
                .as("a refused write is charged to no limit")
                .isEqualTo("\"key\";r=998;t=0");
        assertThat(client.get("/ops/billed", "X-API-Key", key.credential()).status())
                .isEqualTo(200);
        assertThat(client.send(client.to("/ops/billed")
                                .header("X-API-Key", key.credential())
                                .DELETE())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlySuccessesCount() {
        Minted key = writer(1);
        for (int i = 0; i < 5; i++) {
            assertThat(client.post("/ops/billed?do=status&code=409", "{}", "X-API-Key", key.credential())
                            .status())
                    .isEqualTo(409);
        }
        Awaitility.await().until(() -> write(key).status() == 200);
        assertThat(write(key).status()).isEqualTo(429);
    }

    @Test
    void whatIsTooLargeDoesNotCount() {
        Minted key = writer(1);
        for (int i = 0; i < 3; i++) {
            String answer = client.raw(begun(key, "/ops/billed", 50_000_000, "x"), "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 413");
        }
        Awaitility.await().until(() -> write(key).status() == 200);
        assertThat(write(key).status()).isEqualTo(429);
    }

    @Test
    void whoHangsUpAfterItsWriteWasSentIsCharged() throws Exception {
        Minted key = writer(1);

        hangUp(key, 1);

        Awaitility.await()
                .during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(write(key).status()).isEqualTo(429));
    }

    @Test
    void whoHangsUpInTheMiddleOfItsWriteIsNot() throws Exception {
        Minted key = writer(1);

        hangUp(key, 2);

        Awaitility.await().until(() -> write(key).status() == 200);
        assertThat(write(key).status()).isEqualTo(429);
    }

    private String begun(Minted key, String target, int length, String body) {
        return GatewayClient.head(
                        "POST " + target + " HTTP/1.1",
                        "Host: g",
                        "X-Forwarded-For: " + client.address(),
                        "X-API-Key: " + key.credential(),
                        "Content-Length: " + length)
                + body;
    }

    /** Sends a byte of a body to an upstream that never answers, and resets the connection when it is there. */
    private void hangUp(Minted key, int length) throws Exception {
        CountDownLatch arrived = upstream.nextFirstPiece();
        int before = upstream.cancelled();
        try (Socket socket = client.socket()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(begun(key, "/ops/billed?do=hang", length, "x").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        }
        Awaitility.await().until(() -> upstream.cancelled() > before);
    }

    @Test
    void noConcurrencyExceedsIt() {
        Minted key = writer(30);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendLater(client.to("/ops/billed")
                    .header("X-API-Key", key.credential())
                    .POST(BodyPublishers.ofString("{}"))));
        }
        Map<Integer, Long> byStatus = answers.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(byStatus).isEqualTo(Map.of(200, 30L, 429, 70L));
    }

    @Test
    void teamsHaveTheirOwnAndTheTestEnvironmentASmallOne() {
        Minted key = writer(1);
        Minted otherTeam = writer(1);
        Minted inTest = auth.key("write");
        auth.answerWith(otherTeam, "tenant_id", key.tenant());
        auth.answerWith(otherTeam, "team", "5b1f6f6e-0000-4000-8000-000000000001");
        auth.answerWith(inTest, "environment", "test");
        assertThat(write(key).status()).isEqualTo(200);
        assertThat(write(otherTeam).status()).isEqualTo(200);
        assertThat(write(key).status()).isEqualTo(429);
        for (int i = 0; i < 3; i++) {
            assertThat(write(inTest).status()).isEqualTo(200);
        }
        assertThat(write(inTest).status()).isEqualTo(429);
    }

    @Test
    void eightyAndAHundredPercentAreSaidOnce() {
        Minted key = writer(5);
        for (int i = 0; i < 3; i++) {
            write(key);
        }
        assertThat(notices(key)).isEmpty();
        for (int i = 0; i < 4; i++) {
            write(key);
        }
        Awaitility.await().until(() -> notices(key).size() == 2);
        assertThat(notices(key))
                .extracting(notice -> notice.getInteger("percent"))
                .containsExactly(80, 100);
        JsonObject first = notices(key).getFirst();
        assertThat(first.getString("kind")).isEqualTo("writes_month");
        assertThat(first.getInteger("limit")).isEqualTo(5);
        assertThat(first.getInteger("current")).isEqualTo(4);
        assertThat(first.getString("period_end")).contains("-17T00:00:00Z");
    }
}
