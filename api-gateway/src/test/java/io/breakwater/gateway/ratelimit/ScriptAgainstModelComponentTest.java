package io.breakwater.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.ratelimit.Policy.Algorithm;
import io.breakwater.gateway.ratelimit.Policy.OnRedisLost;
import io.breakwater.gateway.ratelimit.Policy.Subject;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Lua against its Java model, on a real Redis and with Redis' own times. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class ScriptAgainstModelComponentTest {

    @Inject
    Vertx vertx;

    @Inject
    Redis redis;

    private RedisLimiter limiter;

    @BeforeEach
    void connect() {
        limiter = new RedisLimiter(vertx, redis, Duration.ofSeconds(5));
        limiter.start();
        Charge probe = charge("probe", Algorithm.TOKEN_BUCKET, 1000, 1000);
        Awaitility.await().until(() -> !decide(List.of(probe)).isCompletedExceptionally());
    }

    @AfterEach
    void close() {
        limiter.stop();
    }

    private CompletableFuture<Decision> decide(List<Charge> charges) {
        CompletableFuture<Decision> decided =
                limiter.decide(charges).toCompletionStage().toCompletableFuture();
        Awaitility.await().until(decided::isDone);
        return decided;
    }

    private static Charge charge(String key, Algorithm algorithm, long limit, long windowMs) {
        Policy policy =
                new Policy(key, Subject.KEY, limit, Duration.ofMillis(windowMs), algorithm, OnRedisLost.OPEN, true);
        return new Charge(policy, "rl:{t:model}:" + UUID.randomUUID(), limit);
    }

    @Test
    void everyAnswerIsTheModelsForTheSameInstant() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 25; round++) {
            List<Charge> charges = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                charges.add(charge(
                        "p" + i,
                        random.nextBoolean() ? Algorithm.SLIDING_WINDOW : Algorithm.TOKEN_BUCKET,
                        1 + random.nextInt(12),
                        3 + random.nextInt(60)));
            }
            Map<String, Counter> model = new HashMap<>();
            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            for (int call = 0; call < 60; call++) {
                answers.add(limiter.decide(charges).toCompletionStage().toCompletableFuture());
                if (random.nextInt(4) == 0) {
                    answers.getLast().join();
                }
            }
            answers.forEach(answer -> follows(answer.join(), charges, model));
        }
    }

    private static void follows(Decision decision, List<Charge> charges, Map<String, Counter> model) {
        List<Verdict> verdicts = new ArrayList<>();
        long now;
        switch (decision) {
            case Decision.Admitted(List<Verdict> all, long at) -> {
                verdicts.addAll(all);
                now = at;
            }
            case Decision.Refused(List<Verdict> all, long at) -> {
                verdicts.addAll(all);
                now = at;
            }
            case Decision.Unavailable ignored -> throw new AssertionError("Redis is there");
        }
        boolean all = true;
        for (Charge charge : charges) {
            Counter counter = model.computeIfAbsent(
                            charge.key(),
                            ignored ->
                                    Counter.empty(charge.policy().algorithm(), charge.limit(), charge.windowMs(), now))
                    .at(now, charge.limit());
            model.put(charge.key(), counter);
            all &= counter.room() >= 1;
        }
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            Counter counter = Objects.requireNonNull(model.get(charge.key()));
            boolean admits = counter.room() >= 1;
            if (all) {
                counter = counter.charge(1);
                model.put(charge.key(), counter);
            }
            assertThat(verdicts.get(i))
                    .isEqualTo(new Verdict(
                            charge.policy(), admits, charge.limit(), Math.max(0, counter.room()), counter.waitMs()));
        }
    }

    @Test
    void aRefusedRequestIsChargedToNoPolicy() {
        Charge wide = charge("wide", Algorithm.SLIDING_WINDOW, 100, 60_000);
        Charge narrow = charge("narrow", Algorithm.TOKEN_BUCKET, 1, 60_000);
        decide(List.of(wide, narrow)).join();
        for (int i = 0; i < 5; i++) {
            assertThat(decide(List.of(wide, narrow)).join()).isInstanceOf(Decision.Refused.class);
        }

        assertThat(decide(List.of(wide)).join())
                .isInstanceOfSatisfying(
                        Decision.Admitted.class,
                        admitted -> assertThat(admitted.verdicts().getFirst().remaining())
                                .isEqualTo(98));
    }

    @Test
    void aScriptThatRedisForgotIsSentAgain() {
        redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(decide(List.of(charge("again", Algorithm.SLIDING_WINDOW, 5, 1000)))
                        .join())
                .isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void countersExpire() {
        Charge charge = charge("short", Algorithm.SLIDING_WINDOW, 5, 100);
        decide(List.of(charge)).join();

        Request exists = Request.cmd(Command.EXISTS).arg(charge.key());
        Awaitility.await()
                .until(() -> redis.send(exists)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .toString()
                        .equals("0"));
    }
}
