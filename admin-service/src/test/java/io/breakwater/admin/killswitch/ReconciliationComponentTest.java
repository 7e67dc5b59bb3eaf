package io.breakwater.admin.killswitch;

import static io.breakwater.admin.testing.AuthServer.administrator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.breakwater.admin.testing.AdminComponentTest;
import io.breakwater.localstack.store.EmbeddedStores;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.redis.datasource.RedisDataSource;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Redis follows PostgreSQL, whatever happens to it. */
@AdminComponentTest
class ReconciliationComponentTest {

    private static final String SWITCHES = "/api/v1/admin/kill-switches/";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Switchboard redis;
    private final EmbeddedStores stores = StoresTestResource.stores();

    ReconciliationComponentTest(RedisDataSource redis) {
        this.redis = new Switchboard(redis);
    }

    private static String on() {
        String scope = "tenant:" + UUID.randomUUID();
        administrator().body("{\"reason\":\"x\"}").put(SWITCHES + scope).then().statusCode(201);
        return scope;
    }

    @Test
    void aRedisThatLostItsDataIsTaughtAnewWithAVersionBeyondTheOld() {
        String scope = on();
        long version = redis.version();

        redis.forget();

        await().atMost(PATIENCE).until(() -> redis.on(scope) != null && redis.entries() > 0);
        assertThat(redis.version()).isGreaterThan(version);
    }

    @Test
    void whatWasEditedByHandIsPutRight() {
        String scope = on();
        String stray = "tenant:" + UUID.randomUUID();
        String value = redis.on(scope);

        redis.edit(scope, "{\"reason\":\"another\"}");
        redis.edit(stray, "{}");

        await().atMost(PATIENCE).until(() -> Objects.equals(redis.on(scope), value) && redis.on(stray) == null);
    }

    @Test
    void aSwitchWhoseTimeIsOverIsTakenAway() {
        String scope = "tenant:" + UUID.randomUUID();
        administrator()
                .body("{\"reason\":\"x\",\"expires_in_seconds\":1}")
                .put(SWITCHES + scope)
                .then()
                .statusCode(201);

        await().atMost(PATIENCE).until(() -> redis.on(scope) == null);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> administrator().get(SWITCHES + scope).then().statusCode(404));
    }

    @Test
    void aSwitchSetWhileRedisIsAwayIsPendingUntilItIsBack() {
        String ended = on();
        String scope = "tenant:" + UUID.randomUUID();
        stores.stopRedis();
        try {
            administrator()
                    .body("{\"reason\":\"x\"}")
                    .put(SWITCHES + scope)
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("pending"));
            administrator().delete(SWITCHES + ended).then().statusCode(202).body("state", equalTo("ending"));
            administrator().get(SWITCHES + ended).then().statusCode(200).body("state", equalTo("ending"));
        } finally {
            stores.startRedis();
        }

        await().atMost(PATIENCE).ignoreExceptions().until(() -> redis.on(scope) != null && redis.on(ended) == null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> administrator()
                        .get(SWITCHES + scope)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("on")));
        administrator().get(SWITCHES + ended).then().statusCode(404);
    }

    @Test
    void ofManyChangesAtOnceRedisEndsWithWhatIsRecorded() throws Exception {
        String scope = "tenant:" + UUID.randomUUID();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changes = IntStream.range(0, 12)
                    .mapToObj(i -> threads.submit(() -> {
                        if (i % 3 == 2) {
                            administrator().delete(SWITCHES + scope);
                        } else {
                            administrator()
                                    .body("{\"reason\":\"change " + i + "\"}")
                                    .put(SWITCHES + scope);
                        }
                    }))
                    .toList();
            for (Future<?> change : changes) {
                change.get();
            }
        }
        administrator().body("{\"reason\":\"last\"}").put(SWITCHES + scope);

        String recorded = administrator().get(SWITCHES + scope).path("reason");
        assertThat(recorded).isEqualTo("last");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(redis.on(scope)).contains("\"reason\":\"last\""));
    }
}
