package io.breakwater.admin.killswitch;

import io.quarkus.redis.datasource.RedisDataSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The switches as a gateway sees them in Redis, and what may befall them there. */
final class Switchboard {

    private final RedisDataSource redis;

    Switchboard(RedisDataSource redis) {
        this.redis = redis;
    }

    Map<String, String> all() {
        return redis.hash(String.class).hgetall("bw:kill-switches");
    }

    /** The switch's JSON; null when it is not on. */
    @Nullable
    String on(String scope) {
        return redis.hash(String.class).hget("bw:kill-switches", scope);
    }

    long version() {
        @Nullable String version = redis.value(String.class).get("bw:kill-switches:version");
        return version == null ? 0 : Long.parseLong(version);
    }

    long entries() {
        return redis.stream(String.class).xlen("admin:kill-switches");
    }

    void edit(String scope, String value) {
        redis.hash(String.class).hset("bw:kill-switches", scope, value);
    }

    /** What a Redis that lost its data looks like. */
    void forget() {
        redis.key().del("bw:kill-switches", "bw:kill-switches:version", "admin:kill-switches");
    }
}
