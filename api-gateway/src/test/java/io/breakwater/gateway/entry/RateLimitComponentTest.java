package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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
    private static final int A_FEW = 30;

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    @Inject
    MeterRegistry meters;

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
    void aTenantsKeysAndUsersShareItsPlansLimitByEnvironment() {
        JsonObject limits = new JsonObject().put("tenant", 3);
        Minted key = auth.key(limits);
        Minted other = auth.key(limits);
        Minted user = auth.token("user", "read");
        auth.answerWith(other, "tenant_id", key.tenant());
        auth.answerWith(user, "tenant_id", key.tenant());
        auth.answerWith(user, "limits", limits);

        Answer first = client.get("/ops/secret", "X-API-Key", key.credential());
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"key\";q=1000;w=60, \"tenant\";q=3;w=60");
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("3");
        assertThat(client.get("/ops/secret", "X-API-Key", other.credential()).status())
                .isEqualTo(200);
        assertThat(client.get("/api/v1/events", "Authorization", "Bearer " + user.credential())
                        .status())
                .isEqualTo(200);
        Answer refused = client.get("/ops/secret", "X-API-Key", other.credential());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit")).contains("\"key\";r=999;t=0, \"tenant\";r=0;t=");

        Minted inTest = auth.key(limits);
        auth.answerWith(inTest, "tenant_id", key.tenant());
        auth.answerWith(inTest, "environment", "test");
        assertThat(client.get("/ops/secret", "X-API-Key", inTest.credential()).status())
                .isEqualTo(200);
    }

    @Test
    void signInIsLimitedByAddressAndRefreshByItself() {
        for (int i = 0; i < 10; i++) {
            assertThat(client.post("/api/v1/auth/login", "{}").status()).isEqualTo(200);
        }
        Answer refused = client.post("/api/v1/auth/login", "{}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60, \"auth\";q=10;w=60");
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("10");

        for (int i = 0; i < 20; i++) {
            assertThat(client.post("/api/v1/auth/refresh", "{}").status()).isEqualTo(200);
        }
        assertThat(client.post("/api/v1/auth/refresh", "{}").status()).isEqualTo(429);
    }

    @Test
    void aSignedInRequestIsChargedToItsAddressAndItsTenantOrToNeither() {
        Minted user = auth.token("user", "read");
        auth.answerWith(user, "limits", new JsonObject().put("tenant", 4));
        String bearer = "Bearer " + user.credential();
        for (int i = 0; i < 4; i++) {
            assertThat(client.get("/api/v1/auth/me", "Authorization", bearer).header("RateLimit-Policy"))
                    .isEqualTo("\"auth\";q=10;w=60, \"tenant\";q=4;w=60");
        }
        Answer refused = client.get("/api/v1/auth/me", "Authorization", bearer);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("4");
        for (int i = 0; i < 10; i++) {
            client.get("/api/v1/auth/me", "Authorization", bearer);
        }

        Minted other = auth.token("user", "read");
        Answer elsewhere = client.get("/api/v1/auth/me", "Authorization", "Bearer " + other.credential());
        assertThat(elsewhere.status())
                .as("the refused ones were given back to the address")
                .isEqualTo(200);
        assertThat(elsewhere.header("RateLimit")).startsWith("\"auth\";r=5;t=0");
    }

    @Test
    void administratorsAreCountedByWhatTheyDo() {
        String bearer = "Bearer " + auth.token("platform").credential();
        Answer read = client.get("/api/v1/admin/tenants", "Authorization", bearer);
        assertThat(read.header("RateLimit-Policy")).isEqualTo("\"admin-read\";q=60;w=60");
        for (int i = 0; i < 5; i++) {
            Answer critical = client.post("/api/v1/admin/erasures", "{}", "Authorization", bearer);
            assertThat(critical.status()).isEqualTo(200);
            assertThat(critical.header("RateLimit-Policy"))
                    .isEqualTo("\"admin-critical\";q=5;w=60, \"admin-write\";q=20;w=60");
        }
        assertThat(client.post("/api/v1/admin/erasures", "{}", "Authorization", bearer)
                        .status())
                .isEqualTo(429);
        Answer write = client.post("/api/v1/admin/exports", "{}", "Authorization", bearer);
        assertThat(write.status()).isEqualTo(200);
        assertThat(write.header("RateLimit")).isEqualTo("\"admin-write\";r=14;t=0");
    }

    @Test
    void aScopeHasALimitOfItsOwnAndWhatIsTriedOutRefusesNothing() {
        Minted key = auth.key("events:read", "write");
        for (int i = 0; i < 2; i++) {
            assertThat(client.get("/api/v1/participants/ann/events", "X-API-Key", key.credential())
                            .header("RateLimit-Policy"))
                    .isEqualTo("\"key\";q=1000;w=60, \"reads\";q=2;w=60");
        }
        assertThat(client.get("/api/v1/participants/ann/events", "X-API-Key", key.credential())
                        .status())
                .isEqualTo(429);
        assertThat(client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential())
                        .status())
                .as("another scope")
                .isEqualTo(200);

        double before = wouldRefuse();
        for (int i = 0; i < 3; i++) {
            Answer answer = client.get("/ops/tried", "X-API-Key", key.credential());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit-Policy")).doesNotContain("tried");
        }
        assertThat(wouldRefuse() - before).isEqualTo(2);
    }

    private double wouldRefuse() {
        return meters.counter("breakwater.ratelimit.decisions", "policy", "tried", "outcome", "would_refuse")
                .count();
    }

    @Test
    void aKeysOwnLimitHoldsExactlyUnderTwoHundredRequestsAtOnce() {
        Minted key = auth.key(new JsonObject().put("key", 70));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendLater(client.to("/ops/secret").header("X-API-Key", key.credential())));
        }
        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

        assertThat(all.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())))
                .isEqualTo(Map.of(200, 70L, 429, 130L));
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

        Answer refused = untilRefused(99, "/ops/echo");
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

    /** A window may slide on meanwhile, and make room for a few more. */
    private Answer untilRefused(int admitted, String path, String... headers) {
        for (int i = 0; i < admitted; i++) {
            assertThat(client.get(path, headers).status()).isNotEqualTo(429);
        }
        for (int i = 0; i < A_FEW; i++) {
            Answer answer = client.get(path, headers);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("nothing is refused");
    }

    @Test
    void inventedKeysCostNoExchangesOnceTheirAddressIsRefused() {
        int before = auth.exchanges();
        int invented = 0;
        while (client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"))
                        .status()
                != 429) {
            invented++;
            assertThat(invented).isLessThan(100 + A_FEW);
        }
        // A window that slides on lets one more through now and then.
        int until = auth.exchanges() + 5;
        assertThat(until - before).isBetween(100, 100 + 2 * A_FEW);

        for (int i = 0; i < 50; i++) {
            Answer refused = client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"));
            if (refused.status() == 429) {
                assertThat(refused.header("Retry-After")).isNotEmpty();
                assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"ip\";q=100;w=60");
            }
        }

        assertThat(auth.exchanges()).isLessThanOrEqualTo(until);
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

        untilRefused(99, "/ops/secret", "X-API-Key", "bw_live_nonsense");
    }

    @Test
    void countersOfOneTenantShareAHashTagAndNameTheEnvironment() {
        Minted key = auth.key("write");
        client.post("/api/v1/ingest/events", EVENT, "X-API-Key", key.credential());

        assertThat(commandsFor("rl:{t:" + key.tenant() + "}:live:*:" + key.id()))
                .isEqualTo(2);
    }
}
