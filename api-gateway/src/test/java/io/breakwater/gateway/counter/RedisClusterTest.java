package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.localstack.store.EmbeddedRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The limiter on three Redis nodes that share the slots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest {

    private static final int TENANTS = 40;

    private RedisAtHand redis;

    @BeforeAll
    void start() {
        redis = new RedisAtHand(EmbeddedRedis.cluster());
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    private static List<Charge> ofTenant(String tenant) {
        return List.of(
                Charge.of(
                        TestCharges.policy("key", Algorithm.SLIDING_WINDOW, 7, 3_600_000),
                        "rl:{t:" + tenant + "}:key",
                        7),
                Charge.of(
                        TestCharges.policy("burst", Algorithm.TOKEN_BUCKET, 20, 3_600_000),
                        "rl:{t:" + tenant + "}:burst",
                        20));
    }

    @Test
    void everyTenantIsLimitedExactlyWhereverItsSlotIs() {
        SharedLimiter one = redis.limiter(Duration.ofSeconds(10));
        SharedLimiter other = redis.limiter(Duration.ofSeconds(10));
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            List<Charge> charges = ofTenant(UUID.randomUUID().toString());
            List<Future<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                decisions.add((i % 2 == 0 ? one : other).decide(charges));
            }
            assertThat(decisions)
                    .filteredOn(decision -> RedisAtHand.await(decision) instanceof Decision.Admitted)
                    .hasSize(7);
        }
    }

    @Test
    void answersComeBackToWhereTheyWereAskedFor() {
        SharedLimiter limiter = redis.limiter(Duration.ofSeconds(10));
        List<Future<Boolean>> same = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Context context = ((VertxInternal) redis.vertx()).createEventLoopContext();
            Promise<Boolean> answered = Promise.promise();
            same.add(answered.future());
            context.runOnContext(
                    ignored -> limiter.decide(ofTenant(UUID.randomUUID().toString()))
                            .onComplete(result -> answered.complete(context.equals(Vertx.currentContext()))));
        }
        assertThat(same).allMatch(RedisAtHand::await);
    }

    @Test
    void gatewaysCountOneAnother() {
        redis.limiter(Duration.ofSeconds(10));
        SharedLimiter another = redis.limiter(Duration.ofSeconds(10));
        Awaitility.await().until(() -> another.sharers() >= 2);
    }
}
