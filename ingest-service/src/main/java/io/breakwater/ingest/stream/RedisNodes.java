package io.breakwater.ingest.stream;

import io.breakwater.common.process.EventLoops;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to each node of Redis: the single one, or those of a cluster. The service's own client sends a command without a key
 * to any node, and does not say to which. Thread-safe, never blocks.
 */
@ApplicationScoped
public class RedisNodes implements RedisOptionsCustomizer {

    private static final int CONNECTIONS = 2;

    /** Lanes of appends and of quotas ({@link CommandLanes}), for good: with many cores they would leave nobody else any. */
    private static final int HELD_BY_EACH_LOOP = 2;

    /** Not there yet when the service's client is made. */
    private final Instance<Vertx> vertx;

    private volatile @Nullable RedisOptions options;
    private @Nullable Redis client;

    RedisNodes(Instance<Vertx> vertx) {
        this.vertx = vertx;
    }

    /** Called when the service's client is made, whose pool it makes larger by what event loops hold. */
    @Override
    public void customize(String clientName, RedisOptions configured) {
        configured.setMaxPoolSize(configured.getMaxPoolSize() + HELD_BY_EACH_LOOP * EventLoops.count());
        options = new RedisOptions(configured).setMaxPoolSize(CONNECTIONS);
    }

    /** Whether there are several that divide the keys between them; false until the service's client is made. */
    boolean isCluster() {
        RedisOptions configured = options;
        return configured != null && configured.getType() == RedisClientType.CLUSTER;
    }

    /** One answer of each node that takes writes; fails when one of them does. */
    Uni<List<Response>> askPrimaries(Request request) {
        return Uni.createFrom()
                .completionStage(() -> send(request, cluster -> cluster.onAllMasterNodes(request))
                        .toCompletionStage());
    }

    /** One answer of each node, replicas among them; fails when one of them does. */
    public Uni<List<Response>> askAll(Request request) {
        return Uni.createFrom()
                .completionStage(() ->
                        send(request, cluster -> cluster.onAllNodes(request)).toCompletionStage());
    }

    private Future<List<Response>> send(Request request, Function<RedisCluster, Future<List<Response>>> toCluster) {
        RedisOptions configured = options;
        if (configured == null) {
            return Future.failedFuture("there is no Redis client yet");
        }
        Redis redis = client(configured);
        return configured.getType() == RedisClientType.CLUSTER
                ? toCluster.apply(RedisCluster.create(redis))
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
