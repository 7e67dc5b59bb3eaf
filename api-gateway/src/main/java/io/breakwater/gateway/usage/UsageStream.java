package io.breakwater.gateway.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes batches to Redis. Safe from any thread. */
final class UsageStream {

    static final String STREAM = "gateway:usage";

    private static final String TYPE = "usage.flushed";
    private static final long TIMEOUT_MS = 2_000;

    private final ObjectMapper json = new ObjectMapper();
    private final RedisLink link;
    private final long length;

    UsageStream(Vertx vertx, Redis redis, long length) {
        this.link = new RedisLink(vertx, redis, "usage", connection -> {}, () -> {});
        this.length = length;
    }

    void start() {
        link.start();
        link.pingRegularly();
    }

    void stop() {
        link.stop();
    }

    /** Fails when it is not known to have arrived; it may have. */
    Future<Void> write(UsageBatch batch) {
        @Nullable RedisConnection connection = link.connection();
        if (connection == null) {
            return Future.failedFuture("Redis is not connected");
        }
        return connection
                .send(Request.cmd(Command.XADD)
                        .arg(STREAM)
                        .arg("MAXLEN")
                        .arg("~")
                        .arg(length)
                        .arg("*")
                        .arg("id")
                        .arg(batch.id())
                        .arg("type")
                        .arg(TYPE)
                        .arg("at")
                        .arg(batch.at().toString())
                        .arg("payload")
                        .arg(payload(batch)))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private String payload(UsageBatch batch) {
        try {
            return json.writeValueAsString(Map.of("rows", batch.rows()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows of strings and numbers were not writable", e);
        }
    }
}
