package io.breakwater.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that bring no request, or bring one forever. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class SlowHeadComponentTest {

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        client = new GatewayClient(base);
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** How long until the gateway closes, while a header line drips in. */
    private static Duration untilClosed(Socket socket, boolean drip) throws IOException {
        long begun = System.nanoTime();
        socket.setSoTimeout(15_000);
        try (ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor()) {
            if (drip) {
                var _ = drips.scheduleAtFixedRate(
                        () -> {
                            try {
                                say(socket, "X-Drip: 1\r\n");
                            } catch (IOException e) {
                                throw new IllegalStateException("closed", e);
                            }
                        },
                        100,
                        100,
                        TimeUnit.MILLISECONDS);
            }
            try {
                while (socket.getInputStream().read() >= 0) {
                    // What it says does not matter.
                }
            } catch (java.net.SocketTimeoutException e) {
                throw new IllegalStateException("never closed", e);
            } catch (IOException e) {
                return Duration.ofNanos(System.nanoTime() - begun);
            } finally {
                var _ = drips.shutdownNow();
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void connectionThatSaysNothingIsClosed() throws IOException {
        try (Socket socket = client.socket()) {
            assertThat(untilClosed(socket, false)).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(9));
        }
    }

    @Test
    void headThatDripsInIsClosed() throws IOException {
        try (Socket socket = client.socket()) {
            say(socket, "GET /ops/echo HTTP/1.1\r\nHost: g\r\n");
            assertThat(untilClosed(socket, true)).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(9));
        }
    }

    @Test
    void secondHeadThatDripsInIsClosedToo() throws IOException {
        try (Socket socket = client.socket()) {
            say(socket, "GET /health HTTP/1.1\r\nHost: g\r\n\r\nGET /health HTTP/1.1\r\n");
            assertThat(untilClosed(socket, true)).isBetween(Duration.ofMillis(4900), Duration.ofSeconds(13));
        }
    }

    @Test
    void requestInProgressKeepsItsConnection() throws IOException {
        try (Socket socket = client.socket()) {
            say(
                    socket,
                    "GET /ops/echo?do=hang HTTP/1.1\r\nHost: g\r\nX-Forwarded-For: " + client.address() + "\r\n\r\n");
            assertThat(untilClosed(socket, false)).isGreaterThan(Duration.ofSeconds(9));
        }
    }
}
