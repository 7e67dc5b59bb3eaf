package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Stories.Owner;
import io.breakwater.system.scenario.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * auth-service dies, or sleeps, while keys are in use. What the gateway may go on with is bounded by configuration: here
 * every bound is shorter by the same factor, so that "5 minutes" are over in seconds. {@code ./dev faults} runs it in real
 * time.
 */
class AuthAwayIT {

    private static final int COMPRESSION = Integer.getInteger("breakwater.faults.compression", 60);

    private static final Duration FRESH = compressed(Duration.ofSeconds(10));
    private static final Duration REFRESHED = compressed(Duration.ofSeconds(15));
    private static final Duration STALE = compressed(Duration.ofMinutes(5));

    private static final Map<String, String> SETTINGS = Map.of(
            "breakwater.credentials.fresh", FRESH.toMillis() + "ms",
            "breakwater.credentials.refreshed", REFRESHED.toMillis() + "ms",
            "breakwater.credentials.stale", STALE.toMillis() + "ms",
            "breakwater.credentials.refused", FRESH.toMillis() + "ms");

    private final Suite suite = Suite.running();
    private final Stories stories = new Stories(suite.api());
    private boolean away;

    @AfterEach
    void nothingIsLeftDead() {
        if (away) {
            suite.up();
        }
    }

    @Test
    void keysInUseGoOnWithinTheirBoundsAndAllIsWellAfterTheReturn() throws Exception {
        Owner owner = stories.newTenant();
        List<String> used = List.of(stories.newTenantsKey(), stories.newTenantsKey(), stories.newTenantsKey());
        String unknown = stories.newTenantsKey();
        Answer revoked = stories.mint(owner, "live");
        try (OwnService service = new OwnService();
                GatewayProcess gateway = GatewayProcess.start(suite, "auth-away", service.routes(), SETTINGS)) {
            Api api = new Api(gateway.url());
            try (Load load = load(gateway, used)) {
                await().until(() -> load.ok() > 100);
                assertThat(use(api, key(revoked))).isEqualTo(200);
                revoke(owner, revoked);
                // What is revoked in the instant before the kill, and not yet told, is served until the return.
                await().until(() -> use(api, key(revoked)) != 200);
                long killed = System.nanoTime();
                away = true;
                suite.kill("auth-service");
                servedWhileAway(api, load, killed, unknown, key(revoked));
            }
            broughtBack(api, used, unknown);
            withoutRedisToo(gateway, api, used.getFirst());
        }
    }

    /** From the kill until the end of what may be served. */
    private void servedWhileAway(Api api, Load load, long killed, String unknown, String revoked) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> since(killed).compareTo(compressed(Duration.ofSeconds(30))) > 0);
        long asked = System.nanoTime();
        Answer toldToWait = api.get("/own/quick", "X-API-Key", unknown);
        assertThat(toldToWait.status()).isEqualTo(503);
        assertThat(toldToWait.header("Retry-After")).isNotEmpty();
        assertThat(since(asked)).isLessThan(Duration.ofSeconds(5));
        long slowestFor30 = load.slowestMillis();

        // Each was renewed when it was at most 15 s old, and the clocks of a busy machine are coarse.
        Duration safe = STALE.multipliedBy(8).dividedBy(10);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(STALE.plusSeconds(10))
                .until(() -> {
                    assertThat(use(api, revoked)).as("the key that was revoked").isNotEqualTo(200);
                    return since(killed).compareTo(safe) > 0;
                });
        assertThat(load.failures()).as("keys in use within their bound").isEmpty();
        long served = load.ok();

        await().pollInterval(Duration.ofMillis(20))
                .atMost(STALE.plusSeconds(10))
                .until(() -> load.of(503) > 0);
        Duration bound = since(killed);
        System.out.printf(
                "auth-service killed: %d requests of cached keys served, 0 failed, the slowest took %d ms; first 503"
                        + " after %d ms (bound %d ms, %d times shorter than by default)%n",
                served, Math.max(slowestFor30, load.slowestMillis()), bound.toMillis(), STALE.toMillis(), COMPRESSION);
        assertThat(bound).isLessThan(STALE.plusSeconds(3));
        assertThat(load.statuses()).containsOnlyKeys(200, 503);
    }

    private void broughtBack(Api api, List<String> used, String unknown) throws InterruptedException {
        await().atMost(REFRESHED.plusSeconds(10)).until(() -> used.stream().allMatch(key -> use(api, key) == 503));
        CompletableFuture<Void> up = CompletableFuture.runAsync(suite::up);
        URI health = URI.create(
                suite.stack().at("/services/auth-service/management_url").asText() + "/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofMinutes(2))
                    .failFast(up::isCompletedExceptionally)
                    .until(() -> isUp(http, health));
        }
        long back = System.nanoTime();
        for (String key : used) {
            await().pollInterval(Duration.ofMillis(5)).until(() -> use(api, key) == 200);
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> use(api, unknown) == 200);
        Duration healed = since(back);
        System.out.printf("auth-service is back: every key served again after %d ms%n", healed.toMillis());
        assertThat(healed).isLessThan(Duration.ofSeconds(10));
        up.join();
        away = false;
    }

    /** auth-service sleeps instead of dying, and Redis dies: nothing tells any more whether a key is still good. */
    private void withoutRedisToo(GatewayProcess gateway, Api api, String key) throws Exception {
        try (Load load = load(gateway, List.of(key))) {
            await().until(() -> load.ok() > 50);
            suite.signal("auth-service", "STOP");
            suite.kill("redis");
            long killed = System.nanoTime();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(REFRESHED.plusSeconds(5))
                    .until(() -> load.of(503) > 0);
            Duration bound = since(killed);
            suite.startRedis();
            suite.signal("auth-service", "CONT");
            long back = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5)).until(() -> use(api, key) == 200);
            System.out.printf(
                    "auth-service asleep and Redis killed: first 503 after %d ms (bound %d ms); served again %d ms after"
                            + " both were back%n",
                    bound.toMillis(), REFRESHED.toMillis(), since(back).toMillis());
            assertThat(bound).isLessThan(REFRESHED.plusSeconds(4));
            assertThat(load.statuses()).containsOnlyKeys(200, 503);
        } finally {
            suite.signal("auth-service", "CONT");
            suite.startRedis();
        }
    }

    private Load load(GatewayProcess gateway, List<String> keys) {
        Load load = new Load(gateway.url());
        keys.forEach(key -> load.with(4, "/own/quick", "X-API-Key", key));
        return load;
    }

    private void revoke(Owner owner, Answer minted) {
        assertThat(suite.api()
                        .call(
                                "DELETE",
                                "/api/v1/api-keys/" + minted.body().path("id").asText(),
                                null,
                                owner.authorization())
                        .status())
                .isEqualTo(204);
    }

    private static String key(Answer minted) {
        return minted.body().path("key").asText();
    }

    private static int use(Api api, String key) {
        return api.get("/own/quick", "X-API-Key", key).status();
    }

    private static boolean isUp(HttpClient http, URI health) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Duration compressed(Duration real) {
        return real.dividedBy(COMPRESSION);
    }
}
