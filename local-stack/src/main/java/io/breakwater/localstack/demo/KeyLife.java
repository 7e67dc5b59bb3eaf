package io.breakwater.localstack.demo;

import io.breakwater.localstack.suite.SuiteException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What becomes of a key that is in use: it is rotated, both work for a while, the old one is revoked. */
final class KeyLife {

    /** Contract: the gateway refuses a revoked key within this time. */
    private static final Duration REVOCATION_LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int GRACE_SECONDS = 3600;

    private final Transcript transcript;
    private final Gateway gateway;
    private final Gateway unseen;

    /**
     * @param gateway shows what passes
     * @param unseen the same gateway, for the many requests of a measurement
     */
    KeyLife(Transcript transcript, Gateway gateway, Gateway unseen) {
        this.transcript = transcript;
        this.gateway = gateway;
        this.unseen = unseen;
    }

    /**
     * Plays it with a key that is alive.
     *
     * @throws SuiteException at the first answer that is not as it should be, or when a revocation takes effect too late
     */
    void play(String accessToken, String keyId, String key) {
        transcript.title("The key is rotated; the old one has an hour left");
        var rotated = gateway.send(Request.post(
                                "/api/v1/api-keys/" + keyId + "/rotate", "{\"grace_seconds\":" + GRACE_SECONDS + "}")
                        .withToken(accessToken))
                .expect(201);
        String next = rotated.text("/key");
        unseen.send(me(next)).expect(200);
        unseen.send(me(key)).expect(200);

        transcript.title("The old one is revoked");
        gateway.send(Request.delete("/api/v1/api-keys/" + keyId).withToken(accessToken))
                .expect(204);
        Duration lag = untilRefused(key, System.nanoTime());
        gateway.send(me(key)).expect(401);
        unseen.send(me(next)).expect(200);
        transcript.title(String.format(
                Locale.ROOT, "From the revocation's answer to the first 401: %.1f ms.", lag.toNanos() / 1e6));
    }

    private Duration untilRefused(String key, long revoked) {
        while (true) {
            int status = unseen.send(me(key)).status();
            Duration lag = Duration.ofNanos(System.nanoTime() - revoked);
            if (status == 401) {
                return lag;
            }
            if (lag.compareTo(REVOCATION_LIMIT) > 0) {
                throw new SuiteException("A revoked key still passes after " + lag.toMillis() + " ms.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Request me(String key) {
        return Request.get("/api/v1/api-keys/me").withKey(key);
    }
}
