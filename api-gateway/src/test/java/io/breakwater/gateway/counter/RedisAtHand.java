package io.breakwater.gateway.counter;

import io.breakwater.localstack.store.EmbeddedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A real Redis and limiters over it, without a gateway around them. */
final class RedisAtHand implements AutoCloseable {

    private final EmbeddedRedis servers;
    private final Vertx vertx = Vertx.vertx();

    RedisAtHand(EmbeddedRedis servers) {
        this.servers = servers;
    }

    Vertx vertx() {
        return vertx;
    }

    String url() {
        return servers.urls().getFirst();
    }

    /** A limiter that has found Redis, as one more gateway has it. */
    SharedLimiter limiter(Duration timeout) {
        return limiter(servers.urls(), timeout);
    }

    /** A limiter that reaches Redis by other addresses. */
    SharedLimiter limiter(List<String> urls, Duration timeout) {
        RedisOptions options = new RedisOptions()
                .setType(urls.size() == 1 ? RedisClientType.STANDALONE : RedisClientType.CLUSTER)
                .setMaxWaitingHandlers(10_000);
        urls.forEach(options::addConnectionString);
        SharedLimiter limiter = new SharedLimiter(
                vertx, Redis.createClient(vertx, options), urls.size() > 1, timeout, 10_000, Duration.ofSeconds(3));
        limiter.start();
        Awaitility.await().until(limiter::isAvailable);
        return limiter;
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(vertx.close());
        servers.close();
    }
}
