package io.breakwater.gateway.counter;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many gateways there are, so that each knows its share of a limit when Redis is lost. Every gateway says three times
 * in a time-out that it is alive. Safe from any thread.
 */
final class Peers {

    private static final String KEY = "bw:gateways";
    private static final int SIGNS_IN_TIMEOUT = 3;
    private static final Script SCRIPT = Script.of("peers.lua");

    private final Vertx vertx;
    private final long timeoutMs;
    private final String id = UUID.randomUUID().toString();
    private volatile int alive = 1;
    private volatile long timer = -1;

    Peers(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeoutMs = timeout.toMillis();
    }

    void start(RedisGate gate) {
        timer = vertx.setPeriodic(
                Math.max(1, timeoutMs / SIGNS_IN_TIMEOUT),
                ignored -> gate.ask(connection -> sayAlive(connection).<Void>mapEmpty()));
    }

    /** Tells the others that their shares grow. */
    void stop(RedisGate gate) {
        vertx.cancelTimer(timer);
        gate.ask(
                connection -> connection.send(Request.cmd(Command.ZREM).arg(KEY).arg(id)));
    }

    /** At least 1; as of when Redis was last there. */
    int alive() {
        return alive;
    }

    /** Also counts the others. */
    Future<@Nullable Response> sayAlive(RedisConnection connection) {
        return SCRIPT.run(connection, request -> request.arg(1).arg(KEY).arg(id).arg(timeoutMs))
                .onSuccess(this::count);
    }

    private void count(@Nullable Response reply) {
        @Nullable Integer count = reply == null ? null : reply.toInteger();
        if (count != null) {
            alive = Math.max(1, count);
        }
    }
}
