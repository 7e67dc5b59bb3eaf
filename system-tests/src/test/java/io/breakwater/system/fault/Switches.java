package io.breakwater.system.fault;

import io.breakwater.system.scenario.Suite;
import java.net.URI;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** Writes kill switches to Redis as admin-service does. */
final class Switches implements AutoCloseable {

    private static final String HASH = "bw:kill-switches";

    private final URI redis;

    Switches(Suite suite) {
        redis = URI.create(suite.stack().at("/redis/url").asText());
    }

    void on(String scope) {
        try (Jedis connection = new Jedis(redis)) {
            connection.hset(HASH, scope, "{\"reason\":\"fault\",\"by\":\"scenario\",\"id\":\"1\"}");
            tell(connection);
        }
    }

    void allOff() {
        try (Jedis connection = new Jedis(redis)) {
            connection.del(HASH);
            tell(connection);
        }
    }

    private static void tell(Jedis connection) {
        connection.incr(HASH + ":version");
        connection.xadd(
                "admin:kill-switches", StreamEntryID.NEW_ENTRY, Map.of("type", "killswitch.changed", "payload", "{}"));
    }

    @Override
    public void close() {
        allOff();
    }
}
