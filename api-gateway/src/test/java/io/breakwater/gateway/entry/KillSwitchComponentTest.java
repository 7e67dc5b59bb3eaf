package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.gateway.killswitch.KillSwitches;
import io.breakwater.gateway.route.CanonicalPath;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.route.RouteMatch;
import io.breakwater.gateway.route.Routes;
import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.Switchboard;
import io.breakwater.gateway.testing.TestClock;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is switched off, by status, with real Redis; what is open then is in {@link KillSwitchOpenComponentTest}. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class KillSwitchComponentTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    @Inject
    TestClock clock;

    @Inject
    MeterRegistry meters;

    @Inject
    Routes routes;

    @Inject
    KillSwitches killSwitches;

    FakeAuth auth;
    GatewayClient client;
    Switchboard switches;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
        switches = new Switchboard(redis);
    }

    @AfterEach
    void everythingIsOnAgain() {
        switches.allOff();
        Awaitility.await().until(() -> active() == 0);
    }

    private double active() {
        return meters.get("breakwater.killswitches.active").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    private int echo() {
        return client.get("/ops/echo").status();
    }

    private int use(Minted key) {
        return client.get("/ops/secret", "X-API-Key", key.credential()).status();
    }

    private double refused() {
        return meters.find("breakwater.killswitches.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Whether a look without a request says so. */
    private boolean isStopped(String path, Minted key) {
        CanonicalPath canonical = CanonicalPath.parse(path);
        if (!(routes.table().match("GET", canonical) instanceof RouteMatch.Found(Route route, CanonicalPath found))) {
            throw new AssertionError("no route for " + path);
        }
        ErrorCode code = killSwitches.stops(route, found.path(), key.tenant(), key.id());
        assertThat(code).isIn(null, ErrorCode.KILL_SWITCH);
        return code != null;
    }

    @Test
    void aLookSaysWhatIsStoppedAndIsNoRefusal() {
        Minted stopped = auth.key();
        Minted other = auth.key();
        assertThat(isStopped("/ops/secret", stopped)).isFalse();
        double before = refused();

        switches.on("key:" + stopped.id());
        switches.on("prefix:/ops/echo");
        switches.on("prefix:/api/v1/admin");
        Awaitility.await().atMost(AT_ONCE).until(() -> isStopped("/ops/secret", stopped));

        assertThat(isStopped("/ops/secret", other)).isFalse();
        assertThat(isStopped("/ops/echo", other)).isTrue();
        assertThat(isStopped("/api/v1/admin/kill-switches", stopped))
                .as("never stopped")
                .isFalse();
        assertThat(refused()).isEqualTo(before);
        assertThat(use(stopped)).isEqualTo(503);
        assertThat(refused()).isEqualTo(before + 1);
    }

    @Nested
    class Status200 {

        @Test
        void nothingStopsTheRoadBack() {
            Minted administrator = auth.token("platform");
            switches.on("global");
            switches.on("prefix:/api/v1");
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            assertThat(client.get(
                                    "/api/v1/admin/kill-switches",
                                    "Authorization",
                                    "Bearer " + administrator.credential())
                            .status())
                    .isEqualTo(200);
            assertThat(client.post("/v1/auth/platform/login", "{}").status()).isEqualTo(200);
            assertThat(client.get("/.well-known/jwks.json").status()).isEqualTo(200);
            assertThat(client.get("/health").status()).isEqualTo(200);
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            assertThat(client.get("/api/v1/version").status()).isEqualTo(200);
            assertThat(client.post("/api/v1/auth/login", "{}").status()).isEqualTo(503);
        }

        @Test
        void whatIsSwitchedOffForOneIsOnForOthers() {
            Minted stopped = auth.key();
            Minted other = auth.key();
            switches.on("tenant:" + stopped.tenant());
            Awaitility.await().atMost(AT_ONCE).until(() -> use(stopped) == 503);

            assertThat(use(other)).isEqualTo(200);
            assertThat(echo()).isEqualTo(200);
        }

        @Test
        void aSwitchEndsByTheClock() {
            switches.on(
                    "route:echo",
                    new JsonObject()
                            .put(
                                    "expires_at",
                                    Instant.now(clock).plusSeconds(60).toString()));
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            clock.pass(Duration.ofSeconds(61));

            assertThat(echo()).isEqualTo(200);
        }

        @Test
        void aSwitchThatIsTakenAwayIsOverAtOnce() {
            switches.on("global");
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            switches.allOff();

            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 200);
        }
    }

    @Nested
    class Status503 {

        private void isKilled(Answer answer, String retryAfter) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("KILL_SWITCH");
            assertThat(answer.header("Retry-After")).matches(retryAfter);
            assertThat(answer.body()).doesNotContain("maintenance");
        }

        @Test
        void everyScopeStopsWhatItNamesWithinASecond() {
            Minted key = auth.key();
            for (String scope : new String[] {
                "global",
                "tenant:" + key.tenant(),
                "key:" + key.id(),
                "route:secret",
                "prefix:/ops/secret",
                "prefix:/ops"
            }) {
                assertThat(use(key)).as(scope).isEqualTo(200);
                switches.on(scope);
                Awaitility.await().atMost(AT_ONCE).until(() -> use(key) == 503);
                isKilled(client.get("/ops/secret/below", "X-API-Key", key.credential()), "30");

                switches.allOff();
                Awaitility.await().atMost(AT_ONCE).until(() -> use(key) == 200);
            }
        }

        @Test
        void theTimeThatIsLeftIsTold() {
            switches.on(
                    "route:echo",
                    new JsonObject()
                            .put("reason", "maintenance")
                            .put(
                                    "expires_at",
                                    Instant.now(clock).plusSeconds(500).toString()));
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            isKilled(client.get("/ops/echo"), "49\\d|500");
        }

        @Test
        void aliasesDoNotLeadAroundAPrefix() {
            Minted key = auth.key("write");
            switches.on("prefix:/v1/ingest");

            for (String path : new String[] {"/api/v1/ingest/events", "/api/ingest/events", "/v1/ingest/%65vents"}) {
                Awaitility.await()
                        .atMost(AT_ONCE)
                        .until(() -> client.post(path, "{}", "X-API-Key", key.credential())
                                        .status()
                                == 503);
            }
            assertThat(client.get(
                                    "/api/v1/events",
                                    "X-API-Key",
                                    auth.key("read").credential())
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void aRouteThatIsOffCostsNoExchange() {
            Minted key = auth.key();
            switches.on("route:secret");
            Awaitility.await()
                    .atMost(AT_ONCE)
                    .until(() -> client.get("/ops/secret").status() == 503);

            assertThat(use(key)).isEqualTo(503);

            assertThat(auth.exchanges(key.credential())).isZero();
        }

        @Test
        void whyIsToldToAdministratorsAlone() {
            Minted administrator = auth.token("platform");
            String bearer = "Bearer " + administrator.credential();
            client.get("/api/v1/admin/tenants", "Authorization", bearer);
            switches.on("global");
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            assertThat(client.get("/api/v1/events", "Authorization", bearer).body())
                    .contains("maintenance", "\"global\"");
            isKilled(
                    client.get(
                            "/api/v1/events",
                            "Authorization",
                            "Bearer " + auth.token("user").credential()),
                    "30");
        }

        @Test
        void aLostEntryIsMadeUpForByTheVersion() {
            switches.onSilently("route:echo");

            Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> echo() == 503);
        }

        @Test
        void aStoreThatHasForgottenSwitchesNothingOnAgain() {
            switches.on("route:echo");
            Awaitility.await().atMost(AT_ONCE).until(() -> echo() == 503);

            switches.forget();

            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> echo() == 503);
        }
    }
}
