package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway says of its requests to those who run it: bounded labels, and no secret. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class MetricsComponentTest {

    /** Of each of these there are as many values as the configuration or the code has. */
    private static final Set<String> LABELS =
            Set.of("route", "method", "status", "policy", "outcome", "mode", "kind", "from", "reason", "upstream");

    @TestHTTPResource("/")
    URI base;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private List<Meter> ours() {
        return meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("breakwater."))
                .toList();
    }

    private void allSortsOfRequests(Minted key) {
        client.get("/ops/secret/" + UUID.randomUUID(), "X-API-Key", key.credential());
        client.get("/nowhere/" + UUID.randomUUID());
        client.get("/ops/page?apiKey=" + key.credential());
        client.get("/ops/secret", "X-API-Key", auth.refused(401, "INVALID_API_KEY"));
        client.get(
                "/api/v1/events",
                "Cookie",
                "session_token=" + auth.token("user", "read").credential());
    }

    @Test
    void labelsAreBounded() {
        allSortsOfRequests(auth.key());
        int before = ours().size();
        for (int i = 0; i < 20; i++) {
            allSortsOfRequests(auth.key());
        }

        assertThat(ours()).hasSize(before);
        assertThat(ours())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .extracting(Tag::getKey)
                        .isSubsetOf(LABELS));
    }

    @Test
    void whatRunsIsCountedWhileItRunsAndTimedWhenItEnds() {
        Minted key = auth.key();
        client.get("/ops/secret", "X-API-Key", key.credential());

        // The client may have its answer before it is counted.
        Awaitility.await()
                .until(() -> meters.find("breakwater.gateway.requests")
                                .tags("route", "secret", "method", "GET", "status", "2xx")
                                .timer()
                        != null);
        Awaitility.await()
                .until(() -> meters.get("breakwater.gateway.requests.in.flight")
                                .gauge()
                                .value()
                        == 0);
    }

    @Test
    void prometheusReadsThemOnTheManagementPortOnly() {
        allSortsOfRequests(auth.key());

        assertThat(new GatewayClient(metrics).get(metrics.getPath()).body())
                .contains(
                        "breakwater_gateway_requests_seconds_bucket",
                        "breakwater_gateway_requests_in_flight",
                        "breakwater_credentials_exchanges_seconds_count",
                        "breakwater_credentials_lookups_total",
                        "breakwater_feed_lag_seconds",
                        "breakwater_killswitches_active",
                        "breakwater_usage_age_seconds");
        assertThat(client.get("/metrics").status()).isEqualTo(404);
    }

    @Test
    void logsNameTheRouteAndNoCredential() {
        Minted key = auth.key();
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLoggerName() + " " + line.getMessage() + " "
                        + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            allSortsOfRequests(key);
            Awaitility.await()
                    .until(() -> lines.stream()
                                    .filter(line -> line.startsWith("io.breakwater.access"))
                                    .count()
                            >= 5);
        } finally {
            root.removeHandler(handler);
        }

        assertThat(lines)
                .noneMatch(line -> line.contains(key.credential()) || line.contains("eyJ") || line.contains("apiKey"));
    }
}
