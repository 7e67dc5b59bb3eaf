package io.breakwater.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the stream, with real Redis and real requests. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class UsageComponentTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    Vertx vertx;

    @Inject
    Redis redis;

    EmbeddedStores stores;
    FakeAuth auth;
    GatewayClient client;

    record Config(Duration flushEvery, int rowsPerBatch, int rows, long streamLength, Duration stopWithin)
            implements UsageConfig {}

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    @AfterEach
    void redisIsBack() {
        stores.startRedis();
    }

    /** Every row of a tenant, each batch taken once. */
    private List<JsonObject> rowsOf(String tenant) {
        Response entries = redis.send(Request.cmd(Command.XRANGE)
                        .arg(UsageStream.STREAM)
                        .arg("-")
                        .arg("+"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        List<JsonObject> rows = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Response entry : entries) {
            Response fields = entry.get(1);
            assertThat(fields.get("type").toString()).isEqualTo("usage.flushed");
            if (taken.add(fields.get("id").toString())) {
                new JsonObject(fields.get("payload").toString())
                        .getJsonArray("rows").stream()
                                .map(JsonObject.class::cast)
                                .filter(row -> tenant.equals(row.getString("tenant")))
                                .forEach(rows::add);
            }
        }
        return rows;
    }

    private long count(String tenant, int status) {
        return rowsOf(tenant).stream()
                .filter(row -> row.getInteger("status") == status)
                .mapToLong(row -> row.getLong("count"))
                .sum();
    }

    @Test
    void everyAnsweredRequestOfATenantIsCountedOnce() {
        Minted key = auth.key(new JsonObject().put("key", 25));
        for (int i = 0; i < 30; i++) {
            client.get("/ops/secret", "X-API-Key", key.credential());
        }

        Awaitility.await().until(() -> count(key.tenant(), 200) == 25 && count(key.tenant(), 429) == 5);
        assertThat(rowsOf(key.tenant())).allSatisfy(row -> {
            assertThat(row.getString("key")).isEqualTo(key.id());
            assertThat(row.getString("route")).isEqualTo("secret");
            assertThat(row.getString("environment")).isEqualTo("live");
            assertThat(row.getString("hour")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:00:00Z");
            assertThat(row.getString("policy")).isEqualTo(row.getInteger("status") == 429 ? "key" : null);
        });
    }

    @Test
    void refusalsOfAKnownTenantAreUsageAndPeopleHaveNoKey() {
        Minted user = auth.token("user", "read");
        String bearer = "Bearer " + user.credential();
        client.get("/api/v1/events", "Authorization", bearer);
        client.post("/api/v1/ingest/events", "{}", "Authorization", bearer);

        Awaitility.await().until(() -> count(user.tenant(), 200) == 1 && count(user.tenant(), 403) == 1);
        assertThat(rowsOf(user.tenant())).noneMatch(row -> row.containsKey("key"));
    }

    @Test
    void countsWaitOutALossOfRedis() {
        Minted key = auth.key();
        client.get("/ops/secret", "X-API-Key", key.credential());
        stores.stopRedis();
        for (int i = 0; i < 20; i++) {
            client.get("/ops/secret", "X-API-Key", key.credential());
        }
        stores.startRedis();

        // The first one may or may not have survived with Redis' own data; the twenty were never there.
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> count(key.tenant(), 200) == 20 || count(key.tenant(), 200) == 21);
    }

    @Test
    void anOrderlyStopLosesNothingAndWhatComesAfterItIsWrittenAtOnce() {
        String tenant = UUID.randomUUID().toString();
        UsageRecorder recorder = new UsageRecorder(
                vertx,
                redis,
                new Config(Duration.ofHours(1), 100, 1_000, 1_000, Duration.ofSeconds(10)),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        for (int i = 0; i < 250; i++) {
            recorder.record(tenant, "live", "key-" + i % 50, "route", 200, null);
        }
        assertThat(count(tenant, 200)).isZero();

        recorder.stop(new ShutdownEvent());
        assertThat(count(tenant, 200)).isEqualTo(250);

        recorder.record(tenant, "live", null, "route", 200, null);
        Awaitility.await().until(() -> count(tenant, 200) == 251);
        recorder.close();
    }

    @Test
    void aFullBatchDoesNotWaitForItsSecond() {
        String tenant = UUID.randomUUID().toString();
        UsageRecorder recorder = new UsageRecorder(
                vertx,
                redis,
                new Config(Duration.ofHours(1), 10, 1_000, 1_000, Duration.ofSeconds(10)),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        for (int i = 0; i < 25; i++) {
            recorder.record(tenant, "live", "key-" + i, "route", 200, null);
        }

        // The connection may come up after the first rows; more of them ask again.
        Awaitility.await().until(() -> {
            recorder.record(tenant, "live", "key-0", "route", 200, null);
            return count(tenant, 200) >= 20;
        });
        recorder.stop(new ShutdownEvent());
        recorder.close();
    }
}
