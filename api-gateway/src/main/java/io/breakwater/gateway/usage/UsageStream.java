package io.breakwater.gateway.usage;

import io.breakwater.gateway.redis.StreamWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.util.Map;

/** Writes batches to Redis. Safe from any thread. */
final class UsageStream {

    static final String STREAM = "gateway:usage";

    private static final String TYPE = "usage.flushed";

    private final StreamWriter writer;

    UsageStream(Vertx vertx, Redis redis, long length) {
        this.writer = new StreamWriter(vertx, redis, "usage", STREAM, length);
    }

    void start() {
        writer.start();
    }

    void stop() {
        writer.stop();
    }

    /** Fails when it is not known to have arrived; it may have. */
    Future<Void> write(UsageBatch batch) {
        return writer.write(batch.id().toString(), TYPE, batch.at(), Map.of("rows", batch.rows()));
    }
}
