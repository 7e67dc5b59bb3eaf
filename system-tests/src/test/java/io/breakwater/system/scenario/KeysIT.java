package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to a key shows at the gateway, which caches it. */
class KeysIT {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Api api = Suite.running().api();
    private final Stories stories = new Stories(api);

    @Test
    void aRevokedKeyIsRefusedWithinASecond() {
        Owner owner = stories.newTenant();
        List<Long> lags = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Answer minted = stories.mint(owner, "live");
            String key = minted.body().path("key").asText();
            assertThat(me(key).status()).isEqualTo(200);

            Answer revoked = api.call(
                    "DELETE", "/api/v1/api-keys/" + minted.body().path("id").asText(), null, owner.authorization());
            long begin = System.nanoTime();
            assertThat(revoked.status()).isEqualTo(204);
            await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> me(key).status() == 401);
            lags.add((System.nanoTime() - begin) / 1_000_000);
            assertThat(me(key).code()).isEqualTo("REVOKED_API_KEY");
        }
        System.out.println("from the answer of a revocation to the first 401, in ms: " + lags);
    }

    @Test
    void bothKeysOfARotationWorkUntilTheGraceEnds() {
        Owner owner = stories.newTenant();
        Answer minted = stories.mint(owner, "live");
        String old = minted.body().path("key").asText();
        assertThat(me(old).status()).isEqualTo(200);

        Answer rotated = api.post(
                "/api/v1/api-keys/" + minted.body().path("id").asText() + "/rotate",
                "{\"grace_seconds\":2}",
                owner.authorization());
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
        String next = rotated.body().path("key").asText();

        assertThat(me(next).status()).isEqualTo(200);
        assertThat(me(old).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(2).plus(LIMIT))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> me(old).code().equals("EXPIRED_API_KEY"));
        assertThat(me(next).status()).isEqualTo(200);
    }

    @Test
    void aRotationWithoutGraceEndsTheOldKeyAtOnce() {
        Owner owner = stories.newTenant();
        Answer minted = stories.mint(owner, "live");
        String old = minted.body().path("key").asText();
        assertThat(me(old).status()).isEqualTo(200);

        api.post(
                "/api/v1/api-keys/" + minted.body().path("id").asText() + "/rotate",
                "{\"grace_seconds\":0}",
                owner.authorization());

        await().atMost(LIMIT).pollInterval(POLL).until(() -> me(old).status() == 401);
    }

    @Test
    void aRepeatedCreationMakesOneKey() {
        Owner owner = stories.newTenant();
        String[] headers = {"Authorization", "Bearer " + owner.token(), "Idempotency-Key", "first-key"};

        Answer first = api.post("/api/v1/api-keys", "{\"name\":\"once\"}", headers);
        Answer again = api.post("/api/v1/api-keys", "{\"name\":\"once\"}", headers);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(again.body().has("key")).isFalse();
    }

    private Answer me(String key) {
        return api.get("/api/v1/api-keys/me", "X-API-Key", key);
    }
}
