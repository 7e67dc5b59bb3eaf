package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that send or take a body slowly on purpose. */
class SlowClientTest {

    private static final String POST = "POST /own HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\n";

    private static RawUpstream reading() {
        return new RawUpstream(RawUpstream.Line::awaitClose);
    }

    private static Door door(RawUpstream upstream, Map<String, String> settings) {
        return new Door(upstream.url(), Duration.ofSeconds(30), settings);
    }

    /** One byte each 50 ms for as long as the connection takes them. */
    private static ScheduledExecutorService drip(Socket socket) {
        ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
        var _ = drips.scheduleAtFixedRate(
                () -> {
                    try {
                        Door.say(socket, "x");
                    } catch (IOException e) {
                        throw new IllegalStateException("closed", e);
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
        return drips;
    }

    @Test
    void bodyThatStopsIsRefusedAndTheConnectionClosed() throws IOException {
        try (RawUpstream upstream = reading();
                Door door = door(upstream, Map.of("body-idle-timeout", "300ms", "linger", "100ms"));
                Socket client = door.connect()) {
            Door.say(client, POST + "x");

            assertThat(Door.rest(client)).startsWith("HTTP/1.1 400").contains("INVALID_REQUEST");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void bodyThatDripsIsRefusedAndTheConnectionClosed() throws IOException {
        try (RawUpstream upstream = reading();
                Door door =
                        door(upstream, Map.of("body-idle-timeout", "5s", "body-timeout", "600ms", "linger", "100ms"));
                Socket client = door.connect()) {
            Door.say(client, POST);
            try (ScheduledExecutorService drips = drip(client)) {
                assertThat(Door.rest(client)).startsWith("HTTP/1.1 400").contains("INVALID_REQUEST");
                var _ = drips.shutdownNow();
            }
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void bodyThatTheUpstreamDoesNotTakeIsTheUpstreamsFault() throws IOException {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    Thread.currentThread().join();
                });
                Door door = new Door(
                        upstream.url(), Duration.ofMillis(500), Map.of("body-idle-timeout", "300ms", "linger", "2s"));
                Socket client = door.connect()) {
            int much = 1024 * 1024;
            Door.say(client, "POST /own HTTP/1.1\r\nHost: d\r\nContent-Length: " + much + "\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    Door.say(client, "x".repeat(much));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(Door.until(client, "TIMEOUT")).startsWith("HTTP/1.1 504");
            sender.interrupt();
        }
    }

    @Test
    void clientThatDoesNotReadIsCutOffAndTheUpstreamFreed() throws IOException {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        line.say("x".repeat(65536));
                    }
                });
                Door door = door(upstream, Map.of("client-idle-timeout", "400ms"));
                Socket client = door.connect()) {
            client.setReceiveBufferSize(4096);
            Door.say(client, "GET /own HTTP/1.1\r\nHost: d\r\n\r\n");

            Awaitility.await().until(() -> upstream.accepted() == 1);
            Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> upstream.open() == 0);
        }
    }
}
