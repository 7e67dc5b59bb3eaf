package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.localstack.store.EmbeddedRedis;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Redis that is there and takes too long, through a proxy that holds its answers back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowRedisTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final AtomicLong delayMs = new AtomicLong();
    private final AtomicInteger pieces = new AtomicInteger();
    private RedisAtHand redis;
    private SharedLimiter limiter;

    @BeforeAll
    void start() {
        redis = new RedisAtHand(EmbeddedRedis.alone());
        URI real = URI.create(redis.url());
        NetServer proxy = redis.vertx().createNetServer().connectHandler(client -> {
            client.pause();
            redis.vertx()
                    .createNetClient()
                    .connect(real.getPort(), real.getHost())
                    .onSuccess(server -> join(client, server));
        });
        RedisAtHand.await(proxy.listen(0, "127.0.0.1"));
        limiter = redis.limiter(List.of("redis://127.0.0.1:" + proxy.actualPort()), TIMEOUT);
    }

    private void join(NetSocket client, NetSocket server) {
        client.handler(bytes -> {
            pieces.incrementAndGet();
            server.write(bytes);
        });
        server.handler(bytes -> {
            long delay = delayMs.get();
            if (delay == 0) {
                client.write(bytes);
            } else {
                redis.vertx().setTimer(delay, ignored -> client.write(bytes));
            }
        });
        client.closeHandler(ignored -> server.close());
        server.closeHandler(ignored -> client.close());
        client.resume();
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    @Test
    void isAskedNoMoreUntilAProbeIsAnsweredInTime() {
        Charge charge = TestCharges.charge("p", Algorithm.SLIDING_WINDOW, 1_000, 3_600_000);
        assertThat(RedisAtHand.await(limiter.decide(List.of(charge)))).isInstanceOf(Decision.Admitted.class);

        delayMs.set(TIMEOUT.toMillis() * 2);
        List<Future<Decision>> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            held.add(limiter.decide(List.of(charge)));
        }
        Awaitility.await().until(() -> held.stream().allMatch(Future::failed));
        assertThat(limiter.isAvailable()).isFalse();
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(limiter.decide(List.of(charge)).failed()).as("at once").isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT);

        int before = pieces.get();
        delayMs.set(0);
        Awaitility.await().until(limiter::isAvailable);
        assertThat(pieces.get() - before).as("a probe, not what was held back").isLessThan(10);
        assertThat(RedisAtHand.await(limiter.decide(List.of(charge)))).isInstanceOf(Decision.Admitted.class);
    }
}
