package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway whose event loops really are late, with more requests in progress than it then takes. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class OverloadComponentTest {

    /** As many are served however late the loops are: {@code breakwater.overload.least}. */
    private static final int LEAST = 250;

    private static final long STALL_MILLIS = 400;
    private static final long BETWEEN_MILLIS = 40;

    @TestHTTPResource("/")
    URI base;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    GatewayClient client;

    private final List<Socket> waiting = new ArrayList<>();
    private final CountDownLatch recovered = new CountDownLatch(1);

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    @AfterEach
    void recover() throws IOException {
        recovered.countDown();
        for (Socket socket : waiting) {
            socket.close();
        }
    }

    @Test
    void turnsAwayWhatItCannotServeInTimeAndRecovers() throws IOException {
        double refusedBefore = refused();
        occupy();
        stallEveryLoop();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/ops/echo").status() == 503);
        Answer answer = client.get("/ops/echo");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(refused()).isGreaterThanOrEqualTo(refusedBefore + 2);
        assertThat(meters.get("breakwater.gateway.overload.limit").gauge().value())
                .isEqualTo(LEAST);

        int exchanges = auth.exchanges();
        assertThat(client.get("/api/v1/events", "X-API-Key", auth.key("read").credential())
                        .status())
                .isEqualTo(503);
        assertThat(auth.exchanges()).as("nobody is asked for nothing").isEqualTo(exchanges);

        assertThat(client.get("/health/live").status()).isEqualTo(200);
        assertThat(client.get("/.well-known/jwks.json").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/admin/tenants").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(client.post("/api/v1/auth/platform/login", "{}").status()).isEqualTo(200);

        recovered.countDown();

        Awaitility.await().until(() -> client.get("/ops/echo").status() == 200);
        Awaitility.await()
                .until(() ->
                        meters.get("breakwater.gateway.overload.limit").gauge().value() > 1000);
    }

    private double refused() {
        return meters.counter("breakwater.gateway.overload.refused").count();
    }

    /** Requests that wait for their upstream. */
    private void occupy() throws IOException {
        for (int i = 0; i < LEAST + 50; i++) {
            Socket socket = client.socket();
            waiting.add(socket);
            // Each from an address of its own, as the limit of one would be used up.
            String request = GatewayClient.head(
                    "GET /ops/patient?do=hang HTTP/1.1",
                    "Host: gateway",
                    "X-Forwarded-For: " + new GatewayClient(base).address());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
        // A slow machine may turn the last of them away already.
        Awaitility.await()
                .until(() -> meters.get("breakwater.gateway.overload.in.progress")
                                .gauge()
                                .value()
                        >= LEAST);
    }

    private void stallEveryLoop() {
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            loop.execute(() -> stall(loop));
        }
    }

    /** Does nothing else for a while, again and again, with a moment for requests in between. */
    private void stall(EventExecutor loop) {
        try {
            if (!recovered.await(STALL_MILLIS, TimeUnit.MILLISECONDS)) {
                var _ = loop.schedule(() -> stall(loop), BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
