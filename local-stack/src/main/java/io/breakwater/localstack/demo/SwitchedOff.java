package io.breakwater.localstack.demo;

import io.breakwater.localstack.suite.SuiteException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A tenant is switched off and on again by the platform's administrator, as in an emergency. */
final class SwitchedOff {

    /** Contract: a switch has its effect within this time. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(2);

    private final Transcript transcript;
    private final Gateway gateway;
    private final Gateway unseen;

    /**
     * @param gateway shows what passes
     * @param unseen the same gateway, for the many requests of a measurement
     */
    SwitchedOff(Transcript transcript, Gateway gateway, Gateway unseen) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.unseen = unseen;
    }

    /**
     * Plays it with a key of the tenant; afterwards the tenant is on again, whatever happens.
     *
     * @param token of an administrator of the platform
     * @throws SuiteException when a switch takes effect too late
     */
    void play(String tenant, String key, String token) {
        String path = "/api/v1/admin/kill-switches/tenant:" + tenant;

        transcript.title("A kill switch stops the tenant");
        unseen.send(me(key)).expect(200);
        gateway.send(Request.put(path, "{\"reason\":\"shown by ./dev demo\"}").withToken(token))
                .expect(201);
        Duration off;
        try {
            off = until(503, key);
            gateway.send(me(key)).expect(503);
        } finally {
            gateway.send(Request.delete(path).withToken(token)).expect(204);
        }
        Duration on = until(200, key);
        transcript.title(String.format(
                Locale.ROOT,
                "From the kill switch's answer to the first 503: %.1f ms; from its end to the first 200: %.1f ms.",
                off.toNanos() / 1e6,
                on.toNanos() / 1e6));
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
