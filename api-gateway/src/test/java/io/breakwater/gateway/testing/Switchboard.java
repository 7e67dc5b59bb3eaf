package io.breakwater.gateway.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Writes kill switches as admin-service does. */
public final class Switchboard {

    private static final String HASH = "bw:kill-switches";
    private static final String VERSION = "bw:kill-switches:version";
    private static final String STREAM = "admin:kill-switches";

    private final Redis redis;

    public Switchboard(Redis redis) {
        this.redis = redis;
    }

    public void on(String scope) {
        on(
                scope,
                new JsonObject()
                        .put("reason", "maintenance")
                        .put("by", "someone")
                        .put("id", "1"));
    }

    public void on(String scope, JsonObject value) {
        send(Command.HSET, HASH, scope, value.encode());
        tell();
    }

    public void allOff() {
        send(Command.DEL, HASH);
        tell();
    }

    /** Changes the hash and its version, and loses the entry that should tell of it. */
    public void onSilently(String scope) {
        send(Command.HSET, HASH, scope, "{}");
        send(Command.INCR, VERSION);
    }

    /** What a Redis that lost its data looks like. */
    public void forget() {
        send(Command.DEL, HASH, VERSION, STREAM);
    }

    private void tell() {
        send(Command.INCR, VERSION);
        send(Command.XADD, STREAM, "*", "type", "killswitch.changed", "payload", "{}");
    }

    private @Nullable Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
