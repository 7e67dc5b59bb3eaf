package io.breakwater.admin.killswitch;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The switches as the gateways read them. Each command waits for the one before: the order is what gateways rely on.
 * Throws whatever the Redis client throws; then it is not known how far it got, and all of it is to be done again.
 */
@ApplicationScoped
class RedisSwitches {

    static final String HASH = "bw:kill-switches";
    static final String VERSION = "bw:kill-switches:version";
    static final String STREAM = "admin:kill-switches";

    /** Gateways read the newest entry only. */
    private static final String STREAM_LENGTH = "1000";

    private final Redis redis;
    private final KillSwitchConfig config;

    RedisSwitches(Redis redis, KillSwitchConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /**
     * What Redis holds.
     *
     * @param versioned whether the version is there; a Redis that lost its data has none
     * @param values by scope
     */
    record Held(boolean versioned, Map<String, String> values) {}

    Held read() {
        boolean versioned = send(Request.cmd(Command.GET).arg(VERSION)) != null;
        return new Held(versioned, values(send(Request.cmd(Command.HGETALL).arg(HASH))));
    }

    /** Changes the hash, then has the gateways read it. */
    void write(Map<String, String> set, Collection<String> remove, Instant now) {
        if (!set.isEmpty()) {
            Request hset = Request.cmd(Command.HSET).arg(HASH);
            set.forEach((scope, value) -> hset.arg(scope).arg(value));
            send(hset);
        }
        if (!remove.isEmpty()) {
            Request hdel = Request.cmd(Command.HDEL).arg(HASH);
            remove.forEach(hdel::arg);
            send(hdel);
        }
        tell(now);
    }

    /** One that was lost begins beyond any number that a gateway may have seen. */
    private void tell(Instant now) {
        send(Request.cmd(Command.SET).arg(VERSION).arg(now.toEpochMilli()).arg("NX"));
        send(Request.cmd(Command.INCR).arg(VERSION));
        send(Request.cmd(Command.XADD)
                .arg(STREAM)
                .arg("MAXLEN")
                .arg("~")
                .arg(STREAM_LENGTH)
                .arg("*")
                .arg("id")
                .arg(UuidCreator.getTimeOrderedEpoch().toString())
                .arg("type")
                .arg("killswitch.changed")
                .arg("at")
                .arg(now.toString())
                .arg("payload")
                .arg("{}"));
    }

    private @Nullable Response send(Request request) {
        return redis.send(request).await().atMost(config.redisTimeout());
    }

    /** In RESP3 a map, in RESP2 a list of fields and values by turns. */
    private static Map<String, String> values(@Nullable Response hash) {
        Map<String, String> values = new HashMap<>();
        if (hash == null) {
            return values;
        }
        if (hash.getDelegate().isMap()) {
            hash.getKeys().forEach(scope -> values.put(scope, hash.get(scope).toString()));
        } else {
            for (int i = 0; i + 1 < hash.size(); i += 2) {
                values.put(hash.get(i).toString(), hash.get(i + 1).toString());
            }
        }
        return values;
    }
}
