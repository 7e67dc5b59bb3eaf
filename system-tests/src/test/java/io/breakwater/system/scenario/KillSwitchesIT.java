package io.breakwater.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** From the administrator's request to what the tenant's clients see. */
class KillSwitchesIT {

    private static final Duration BOUND = Duration.ofSeconds(1);

    private final Suite suite = Suite.running();
    private final Api api = suite.api();
    private final Stories stories = new Stories(api);

    @Test
    void aSwitchedOffTenantIsRefusedWithinASecondAndServedWithinASecondAfterwards() {
        Stories.Owner owner = stories.newTenant();
        String key = stories.mint(owner, "live").body().path("key").asText();
        String other = stories.newTenantsKey();
        String administrator = stories.newAdministratorsAuthorization(suite.stack());
        String path = "/api/v1/admin/kill-switches/tenant:" + owner.tenantId();
        assertThat(use(key).status()).isEqualTo(200);

        Answer set = api.call("PUT", path, "{\"reason\":\"scenario\"}", "Authorization", administrator);
        Duration off = until(503, key);
        assertThat(set.status()).as(set.text()).isEqualTo(201);
        assertThat(use(key).code()).isEqualTo("KILL_SWITCH");
        assertThat(use(key).header("Retry-After")).isNotEmpty();
        assertThat(use(other).status()).as("another tenant").isEqualTo(200);

        Answer removed = api.call("DELETE", path, null, "Authorization", administrator);
        Duration on = until(200, key);
        assertThat(removed.status()).as(removed.text()).isEqualTo(204);
        System.out.printf(
                Locale.ROOT,
                "Kill switch: refused %d ms after the answer, served %d ms after its end%n",
                off.toMillis(),
                on.toMillis());
    }

    private Duration until(int status, String key) {
        long began = System.nanoTime();
        await().pollInterval(Duration.ofMillis(2)).atMost(BOUND).until(() -> use(key).status() == status);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Answer use(String key) {
        return api.get("/api/v1/api-keys/me", "X-API-Key", key);
    }
}
