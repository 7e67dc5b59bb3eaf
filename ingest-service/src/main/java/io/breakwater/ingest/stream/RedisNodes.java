package io.breakwater.ingest.stream;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to every node that takes writes: the single Redis, or each primary of a cluster. The service's own client sends a
 * command without a key to any node, and does not say to which. Thread-safe, never blocks.
 */
@ApplicationScoped
public class RedisNodes implements RedisOptionsCustomizer {

    private static final int CONNECTIONS = 2;

    /** Not there yet when the service's client is made. */
    private final Instance<Vertx> vertx;

    private volatile @Nullable RedisOptions options;
    private @Nullable Redis client;

    RedisNodes(Instance<Vertx> vertx) {
        this.vertx = vertx;
    }

    /** Called when the service's client is made. */
    @Override
    public void customize(String clientName, RedisOptions configured) {
        options = new RedisOptions(configured).setMaxPoolSize(CONNECTIONS);
    }

    /** One answer of each node; fails when one of them does. */
    public Uni<List<Response>> ask(Request request) {
        return Uni.createFrom().completionStage(() -> send(request).toCompletionStage());
    }

    private Future<List<Response>> send(Request request) {
        RedisOptions configured = options;
        if (configured == null) {
            return Future.failedFuture("there is no Redis client yet");
        }
        Redis redis = client(configured);
        return configured.getType() == RedisClientType.CLUSTER
                ? RedisCluster.create(redis).onAllMasterNodes(request)
                : redis.send(request).map(List::of);
    }

    private synchronized Redis client(RedisOptions configured) {
        Redis known = client;
        if (known == null) {
            known = Redis.createClient(vertx.get(), configured);
            client = known;
        }
        return known;
    }
}
