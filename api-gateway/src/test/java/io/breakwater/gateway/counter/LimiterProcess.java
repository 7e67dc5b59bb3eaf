package io.breakwater.gateway.counter;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One gateway's limiter in a process of its own: offers requests at a steady rate and writes down, for each, when it was
 * decided by Redis' clock, and how. All consistencies and algorithms at once, each with a counter of its own.
 */
final class LimiterProcess {

    static final long LIMIT = 600;
    static final long WINDOW_MS = 1_000;

    /** Three times the limit, from two processes. */
    private static final long OFFERED_PER_SECOND = LIMIT * 3 / 2;

    private LimiterProcess() {}

    /** What is counted. */
    record Subject(String name, Algorithm algorithm, Consistency consistency) {

        static List<Subject> all() {
            List<Subject> subjects = new ArrayList<>();
            for (Consistency consistency : Consistency.values()) {
                for (Algorithm algorithm : List.of(Algorithm.SLIDING_WINDOW, Algorithm.TOKEN_BUCKET)) {
                    subjects.add(new Subject(
                            (consistency + "-" + algorithm).toLowerCase(Locale.ROOT), algorithm, consistency));
                }
            }
            return subjects;
        }

        Charge charge() {
            Policy policy = TestCharges.policy(name, algorithm, LIMIT, WINDOW_MS, null, consistency, false);
            return Charge.of(policy, "rl:{t:shared}:" + name, LIMIT);
        }
    }

    /** Arguments: the URL of Redis, when to begin in milliseconds of the epoch, and for how long. */
    public static void main(String[] arguments) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(
                vertx, new RedisOptions().addConnectionString(arguments[0]).setMaxWaitingHandlers(100_000));
        SharedLimiter limiter =
                new SharedLimiter(vertx, redis, false, Duration.ofSeconds(20), 1_000, Duration.ofSeconds(15));
        limiter.start();
        long begin = Long.parseLong(arguments[1]);
        long end = begin + Long.parseLong(arguments[2]);
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        AtomicLong open = new AtomicLong(1);
        CountDownLatch done = new CountDownLatch(1);
        List<Charge> charges = Subject.all().stream().map(Subject::charge).toList();
        long[] offered = {0};
        vertx.setPeriodic(1, timer -> {
            long now = System.currentTimeMillis();
            if (now >= end) {
                vertx.cancelTimer(timer);
                if (open.decrementAndGet() == 0) {
                    done.countDown();
                }
                return;
            }
            while (now >= begin && offered[0] < (now - begin) * OFFERED_PER_SECOND / 1_000) {
                offered[0]++;
                for (Charge charge : charges) {
                    open.incrementAndGet();
                    limiter.decide(List.of(charge)).onComplete(result -> {
                        lines.add(charge.policy().name() + " "
                                + (result.succeeded()
                                        ? result.result().nowMs() + " "
                                                + (result.result() instanceof Decision.Admitted ? 1 : 0)
                                        : "0 -1"));
                        if (open.decrementAndGet() == 0) {
                            done.countDown();
                        }
                    });
                }
            }
        });
        done.await();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        lines.forEach(out::println);
        out.flush();
        vertx.close();
    }
}
