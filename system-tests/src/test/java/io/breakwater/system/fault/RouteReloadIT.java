package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator's routes change again and again under load, at times into nonsense. */
class RouteReloadIT {

    private static final int RELOADS = 20;

    private static final List<String> NONSENSE = List.of(
            "routes: [",
            "routes:\n  - {id: a, prefix: no-slash, methods: [GET], upstream: own, credentials: [none]}\n",
            "routes:\n  - {id: a, prefix: /own, methods: [GET], upstream: nobody, credentials: [none]}\n",
            "routes:\n  - {id: a, prefix: /own, methods: [GET], upstream: own, credential: [none]}\n");

    private final Suite suite = Suite.running();

    @Test
    void noRequestFailsWhileTheTableChanges() throws Exception {
        String key = new Stories(suite.api()).newTenantsKey();
        try (OwnService service = new OwnService();
                GatewayProcess gateway = GatewayProcess.start(
                        suite, "reload", service.routes(), Map.of("breakwater.routes.reload-every", "60ms"));
                Load load = new Load(gateway.url())) {
            Api api = new Api(gateway.url());
            load.with(8, "/own/quick", "X-API-Key", key)
                    .with(4, "/own/slow", "X-API-Key", key)
                    .withNewcomers(2, "/own/quick", "X-API-Key", key);
            await().until(() -> load.ok() > 100);
            int refused = 0;
            for (int i = 1; i <= RELOADS; i++) {
                if (i % 4 == 0) {
                    gateway.writeRoutes(NONSENSE.get(refused % NONSENSE.size()));
                    refused++;
                    awaitReloads(gateway, "refused", refused);
                    assertThat(gateway.metric("breakwater_gateway_routes_stale"))
                            .isEqualTo(1);
                } else {
                    gateway.writeRoutes(service.routes()
                            + "  - {id: extra-%d, prefix: /own/quick/%d, methods: [GET], upstream: own, credentials: [none]}\n"
                                    .formatted(i, i));
                    awaitReloads(gateway, "applied", i - refused);
                    assertThat(api.get("/own/quick/" + i).status()).isEqualTo(200);
                    assertThat(gateway.metric("breakwater_gateway_routes_stale"))
                            .isZero();
                }
            }
            load.stop();

            System.out.printf(
                    "%d changes of the routes under load, %d of them refused: %d requests, %d failed, the slowest took %d"
                            + " ms%n",
                    RELOADS, refused, load.ok(), load.failed(), load.slowestMillis());
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void awaitReloads(GatewayProcess gateway, String outcome, int times) {
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(
                                gateway.metric("breakwater_gateway_routes_reloads_total", "\"" + outcome + "\""))
                        .isEqualTo(times));
    }
}
