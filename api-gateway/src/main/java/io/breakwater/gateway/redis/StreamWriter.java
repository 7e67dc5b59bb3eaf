package io.breakwater.gateway.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries of the form that the services' outbox has, with {@code id}, {@code type}, {@code at} and {@code payload},
 * to a stream of bounded length. Safe from any thread.
 */
public final class StreamWriter {

    private static final long TIMEOUT_MS = 2_000;

    private final ObjectMapper json = new ObjectMapper();
    private final RedisLink link;
    private final String stream;
    private final long length;

    /**
     * @param name for the log
     * @param length how many entries are kept, about
     */
    public StreamWriter(Vertx vertx, Redis redis, String name, String stream, long length) {
        this.link = new RedisLink(vertx, redis, name, connection -> {}, () -> {});
        this.stream = stream;
        this.length = length;
    }

    /** Begins to connect. Returns at once. */
    public void start() {
        link.start();
        link.pingRegularly();
    }

    /** Closes for good. */
    public void stop() {
        link.stop();
    }

    /**
     * Appends one entry. Fails when it is not known to have arrived; it may have.
     *
     * @param id by which readers know an entry that was sent twice
     * @param payload written as JSON
     */
    public Future<Void> write(String id, String type, Instant at, Map<String, ? extends @Nullable Object> payload) {
        @Nullable RedisConnection connection = link.connection();
        if (connection == null) {
            return Future.failedFuture("Redis is not connected");
        }
        return connection
                .send(Request.cmd(Command.XADD)
                        .arg(stream)
                        .arg("MAXLEN")
                        .arg("~")
                        .arg(length)
                        .arg("*")
                        .arg("id")
                        .arg(id)
                        .arg("type")
                        .arg(type)
                        .arg("at")
                        .arg(at.toString())
                        .arg("payload")
                        .arg(written(payload)))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private String written(Map<String, ? extends @Nullable Object> payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload of strings and numbers was not writable", e);
        }
    }
}
