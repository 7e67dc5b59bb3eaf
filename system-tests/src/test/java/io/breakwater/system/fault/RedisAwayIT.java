package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Stories.Owner;
import io.breakwater.system.scenario.Suite;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis dies, or sleeps, while keyed requests go through: with limits that go on alone, and with limits that let pass. */
@Tag("long-fault")
class RedisAwayIT {

    /** Half a minute in {@code ./dev faults}. */
    private static final Duration AWAY =
            Duration.ofSeconds(30).dividedBy(Math.min(10, Integer.getInteger("breakwater.faults.compression", 10)));

    private static final Map<String, String> SETTINGS = Map.of(
            "breakwater.limits.policies.lenient.subject", "key",
            "breakwater.limits.policies.lenient.limit", "1000000",
            "breakwater.limits.policies.lenient.on-redis-lost", "open",
            "breakwater.limits.policies.admin-critical.limit", "1000",
            "breakwater.limits.policies.admin-write.limit", "1000",
            // Nothing but the change feed is to tell of a revocation here.
            "breakwater.credentials.fresh", "5m",
            "breakwater.credentials.refreshed", "5m");

    private final Suite suite = Suite.running();
    private final Stories stories = new Stories(suite.api());

    @Test
    void noRequestFailsAndSwitchesHoldWhileRedisIsAway() throws Exception {
        Answer minted = stories.mint(stories.newTenant(), "live");
        String key = minted.body().path("key").asText();
        Owner leaver = stories.newTenant();
        Answer revoked = stories.mint(leaver, "live");
        String administrator = stories.newAdministratorsAuthorization(suite.stack());
        try (OwnService service = new OwnService();
                GatewayProcess gateway = GatewayProcess.start(suite, "redis-away", routes(service), SETTINGS);
                Switches switches = new Switches(new Api(gateway.url()), administrator);
                Load load = new Load(gateway.url())) {
            Api api = new Api(gateway.url());
            load.with(6, "/own/quick", "X-API-Key", key).with(6, "/own/slow", "X-API-Key", key);
            switches.on("route:own-off");
            await().until(() -> load.ok() > 200 && code(api).equals("KILL_SWITCH"));
            assertThat(use(api, revoked)).isEqualTo(200);
            load.slowestMillis();

            suite.kill("redis");
            revoke(leaver, revoked);
            withoutRedis(gateway, api, load, "killed");
            assertThat(use(api, revoked)).as("nobody can tell yet").isEqualTo(200);
            suite.startRedis();
            healed(gateway, api, switches, revoked, "killed and restarted");

            suite.signal("redis", "STOP");
            withoutRedis(gateway, api, load, "stopped");
            suite.signal("redis", "CONT");
            healed(gateway, api, switches, revoked, "stopped and continued");

            load.stop();
            assertThat(load.failures()).isEmpty();
            String id = minted.body().path("id").asText();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(Usage.of(suite, id))
                            .as("requests that are counted, those of the outage among them")
                            .isEqualTo(load.ok()));
        } finally {
            suite.startRedis();
            suite.signal("redis", "CONT");
        }
    }

    private static String routes(OwnService service) {
        return service.routes() + """
                  - {id: own-slow, prefix: /own/slow, methods: [GET], upstream: own, credentials: [key], policies: [lenient]}
                  - {id: own-off, prefix: /own/quick/off, methods: [GET], upstream: own, credentials: [none]}
                  - {id: own-off-later, prefix: /own/quick/later, methods: [GET], upstream: own, credentials: [none]}
                """;
    }

    private static void withoutRedis(GatewayProcess gateway, Api api, Load load, String how) {
        long began = System.nanoTime();
        long served = load.ok();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> gateway.metric("breakwater_credentials_feed_readable") == 0);
        Duration noticed = since(began);
        await().pollInterval(Duration.ofMillis(50)).atMost(AWAY.plusSeconds(5)).until(() -> {
            assertThat(code(api)).as("a switch that was on before").isEqualTo("KILL_SWITCH");
            return since(began).compareTo(AWAY) > 0;
        });
        System.out.printf(
                "Redis %s: seen after %d ms, %d requests served meanwhile, %d failed, the slowest took %d ms%n",
                how, noticed.toMillis(), load.ok() - served, load.failed(), load.slowestMillis());
        assertThat(load.ok()).isGreaterThan(served);
        assertThat(load.failures()).isEmpty();
    }

    /** Called when Redis is back. */
    private static void healed(GatewayProcess gateway, Api api, Switches switches, Answer revoked, String how) {
        long back = System.nanoTime();
        double alone = gateway.metric("breakwater_ratelimit_redis_lost_total");
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.metric("breakwater_credentials_feed_readable") == 1);
        Duration feed = since(back);
        await().pollInterval(Duration.ofMillis(20)).until(() -> use(api, revoked) == 401);
        Duration told = since(back);
        assertThat(code(api)).as("a switch that was on before").isEqualTo("KILL_SWITCH");
        await().pollInterval(Duration.ofMillis(300)).until(new Unchanged(gateway, alone)::isSo);
        Duration limits = since(back);
        long switched = System.nanoTime();
        switches.on("prefix:/own/quick/later");
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(1))
                .until(() -> api.get("/own/quick/later").status() == 503);
        System.out.printf(
                "Redis %s: the feed was read after %d ms, a revocation of the outage known after %d ms, limits shared after"
                        + " at most %d ms; a new switch took %d ms%n",
                how,
                feed.toMillis(),
                told.toMillis(),
                limits.toMillis(),
                since(switched).toMillis());
        assertThat(feed).isLessThan(Duration.ofSeconds(5));
        switches.allOff();
        switches.on("route:own-off");
        await().until(() ->
                api.get("/own/quick/later").status() == 200 && code(api).equals("KILL_SWITCH"));
    }

    /** Whether limits are decided with Redis again: nothing is decided without it between two looks. */
    private static final class Unchanged {

        private final GatewayProcess gateway;
        private double last;

        Unchanged(GatewayProcess gateway, double last) {
            this.gateway = gateway;
            this.last = last;
        }

        boolean isSo() {
            double before = last;
            last = gateway.metric("breakwater_ratelimit_redis_lost_total");
            return last == before;
        }
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

    private static int use(Api api, Answer minted) {
        return api.get("/own/quick", "X-API-Key", minted.body().path("key").asText())
                .status();
    }

    /** What the route says that was switched off before all this. */
    private static String code(Api api) {
        return api.get("/own/quick/off").code();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
