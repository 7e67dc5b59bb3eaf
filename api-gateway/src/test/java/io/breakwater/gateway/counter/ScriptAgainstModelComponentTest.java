package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
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

    private RedisGate gate;
    private RedisLimiter limiter;

    @BeforeEach
    void connect() {
        gate = new RedisGate(
                vertx, redis, RedisLimiter.SCRIPT, Duration.ofSeconds(5), connection -> Future.succeededFuture());
        gate.start();
        limiter = new RedisLimiter(gate, true);
        Awaitility.await().until(gate::isOpen);
    }

    @AfterEach
    void close() {
        gate.stop();
    }

    private CompletableFuture<Decision> decide(List<Charge> charges) {
        CompletableFuture<Decision> decided = ask(charges);
        Awaitility.await().until(decided::isDone);
        return decided;
    }

    private CompletableFuture<Decision> ask(List<Charge> charges) {
        return limiter.decide(charges, null)
                .map(RedisLimiter.Answer::decision)
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static Charge charge(String name, Algorithm algorithm, long limit, long windowMs) {
        return TestCharges.charge(name, algorithm, limit, windowMs);
    }

    private static Charge random(Random random, int number) {
        Algorithm algorithm = random.nextBoolean() ? Algorithm.SLIDING_WINDOW : Algorithm.TOKEN_BUCKET;
        Long burst = algorithm == Algorithm.TOKEN_BUCKET && random.nextBoolean() ? 1L + random.nextInt(15) : null;
        Charge charge = TestCharges.charge(TestCharges.policy(
                "p" + number,
                algorithm,
                1 + random.nextInt(12),
                3 + random.nextInt(60),
                burst,
                Consistency.STRICT,
                random.nextInt(4) == 0));
        return random.nextInt(6) == 0
                ? new Charge(
                        TestCharges.policy("month", Algorithm.PERIOD, 50, 1000),
                        charge.key(),
                        50,
                        System.currentTimeMillis() + 60_000)
                : charge;
    }

    @Test
    void everyAnswerIsTheModelsForTheSameInstant() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 25; round++) {
            List<Charge> charges = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                charges.add(random(random, i));
            }
            Map<String, Counter> model = new HashMap<>();
            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            for (int call = 0; call < 60; call++) {
                answers.add(ask(charges));
                if (random.nextInt(4) == 0) {
                    answers.getLast().join();
                }
            }
            answers.forEach(answer -> follows(answer.join(), charges, model));
        }
    }

    @Test
    void whatOneTurnOfAnEventLoopAsksIsAnsweredOneAfterTheOther() {
        List<Charge> charges = List.of(random(new Random(7), 0), random(new Random(8), 1));
        Map<String, Counter> model = new HashMap<>();
        for (int turn = 0; turn < 10; turn++) {
            if (turn == 5) {
                redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            inOneTurn(charges, 30).forEach(answer -> follows(answer.join(), charges, model));
        }
    }

    private List<CompletableFuture<Decision>> inOneTurn(List<Charge> charges, int questions) {
        CompletableFuture<List<CompletableFuture<Decision>>> asked = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(ignored -> {
            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            for (int i = 0; i < questions; i++) {
                answers.add(ask(charges));
            }
            asked.complete(answers);
        });
        return asked.join();
    }

    private static void follows(Decision decision, List<Charge> charges, Map<String, Counter> model) {
        List<Verdict> verdicts = decision.looked();
        long now = decision.nowMs();
        boolean all = true;
        for (Charge charge : charges) {
            Counter counter = model.computeIfAbsent(charge.key(), ignored -> charge.empty(now))
                    .at(now, charge);
            model.put(charge.key(), counter);
            all &= charge.policy().dryRun() || counter.room() >= 1;
        }
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            Counter counter = Objects.requireNonNull(model.get(charge.key()));
            boolean admits = counter.room() >= 1;
            if (all && admits) {
                counter = counter.charge(1);
                model.put(charge.key(), counter);
            }
            assertThat(verdicts.get(i))
                    .isEqualTo(new Verdict(charge, admits, Math.max(0, counter.room()), counter.waitMs(1)));
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

    @Test
    void whatIsGivenBackCanBeSpentAgainAndPeekingCostsNothing() {
        for (Algorithm algorithm : List.of(Algorithm.SLIDING_WINDOW, Algorithm.TOKEN_BUCKET, Algorithm.PERIOD)) {
            Charge one = new Charge(
                    TestCharges.policy("one", algorithm, 1, 3_600_000),
                    "rl:{t:model}:" + UUID.randomUUID(),
                    1,
                    System.currentTimeMillis() + 3_600_000);
            for (int i = 0; i < 3; i++) {
                assertThat(await(limiter.peek(List.of(one)))).isInstanceOf(Decision.Admitted.class);
            }
            Decision charged = decide(List.of(one)).join();
            assertThat(charged).isInstanceOf(Decision.Admitted.class);
            assertThat(await(limiter.peek(List.of(one)))).isInstanceOf(Decision.Refused.class);
            limiter.giveBack(List.of(one), charged.nowMs(), 1);
            assertThat(decide(List.of(one)).join()).isInstanceOf(Decision.Admitted.class);
            assertThat(decide(List.of(one)).join()).isInstanceOf(Decision.Refused.class);
        }
    }

    @Test
    void aLeaseIsChargedBeforeItIsSpentAndNeverMoreThanThereIsRoomFor() {
        Charge charge = charge("lease", Algorithm.SLIDING_WINDOW, 10, 3_600_000);
        RedisLimiter.Answer first = await(limiter.decide(List.of(charge), new long[] {6}));
        assertThat(first.leases().getFirst().permits()).isEqualTo(6);
        assertThat(first.decision().looked().getFirst().remaining()).isEqualTo(3);
        assertThat(first.leases().getFirst().endsInMs()).isBetween(1L, 3_600_000L);
        RedisLimiter.Answer second = await(limiter.decide(List.of(charge), new long[] {6}));
        assertThat(second.leases().getFirst().permits()).isEqualTo(2);
        RedisLimiter.Answer third = await(limiter.decide(List.of(charge), new long[] {6}));
        assertThat(third.decision()).isInstanceOf(Decision.Refused.class);
        assertThat(third.leases().getFirst().permits()).isZero();
    }

    @Test
    void aBucketDoesNotRefillInThePlaceOfWhatIsLeased() {
        Charge charge = TestCharges.charge(
                TestCharges.policy("lease", Algorithm.TOKEN_BUCKET, 1_000_000, 1_000, 100L, Consistency.STRICT, false));
        RedisLimiter.Answer first = await(limiter.decide(List.of(charge), new long[] {20}));
        assertThat(first.leases().getFirst().permits()).isEqualTo(20);
        RedisLimiter.Answer second = await(limiter.decide(List.of(charge), new long[] {90}));
        assertThat(second.leases().getFirst().permits())
                .as("half of it at most")
                .isEqualTo(30);
        long remaining =
                await(limiter.peek(List.of(charge))).looked().getFirst().remaining();
        assertThat(remaining).isLessThanOrEqualTo(50);
        Awaitility.await()
                .until(() ->
                        await(limiter.peek(List.of(charge))).looked().getFirst().remaining() == 100);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
