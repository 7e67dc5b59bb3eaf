package io.breakwater.localstack.demo;

import io.breakwater.localstack.suite.SuiteException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** A tenant is switched off and on again, as in an emergency. The switch is written to Redis as admin-service writes it. */
final class SwitchedOff {

    /** Contract: a switch has its effect within this time. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(2);
    private static final String SWITCHES = "bw:kill-switches";

    private final Transcript transcript;
    private final Gateway gateway;
    private final Gateway unseen;
    private final URI redis;

    /**
     * @param gateway shows what passes
     * @param unseen the same gateway, for the many requests of a measurement
     */
    SwitchedOff(Transcript transcript, Gateway gateway, Gateway unseen, URI redis) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.unseen = unseen;
        this.redis = redis;
    }

    /**
     * Plays it with a key of the tenant; afterwards the tenant is on again, whatever happens.
     *
     * @throws SuiteException when a switch takes effect too late
     */
    void play(String tenant, String key) {
        transcript.title("A kill switch stops the tenant");
        String scope = "tenant:" + tenant;
        try (Jedis store = new Jedis(redis)) {
            unseen.send(me(key)).expect(200);
            store.hset(SWITCHES, scope, "{\"id\":\"demo\",\"reason\":\"demo\",\"by\":\"./dev demo\"}");
            Duration off;
            try {
                tell(store);
                off = until(503, key);
                gateway.send(me(key)).expect(503);
            } finally {
                store.hdel(SWITCHES, scope);
                tell(store);
            }
            Duration on = until(200, key);
            transcript.title(String.format(
                    Locale.ROOT,
                    "From the kill switch in Redis to the first 503: %.1f ms; from its end to the first 200: %.1f ms.",
                    off.toNanos() / 1e6,
                    on.toNanos() / 1e6));
        }
    }

    /** The hash first, then its version, then the entry that wakes the gateways. */
    private static void tell(Jedis store) {
        store.incr(SWITCHES + ":version");
        store.xadd(
                "admin:kill-switches", StreamEntryID.NEW_ENTRY, Map.of("type", "killswitch.changed", "payload", "{}"));
    }

    private Duration until(int status, String key) {
        long began = System.nanoTime();
        while (true) {
            int now = unseen.send(me(key)).status();
            Duration lag = Duration.ofNanos(System.nanoTime() - began);
            if (now == status) {
                return lag;
            }
            if (lag.compareTo(LIMIT) > 0) {
                throw new SuiteException(
                        "A kill switch has no effect after " + lag.toMillis() + " ms: the status is " + now + ".");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Request me(String key) {
        return Request.get("/api/v1/api-keys/me").withKey(key);
    }
}
