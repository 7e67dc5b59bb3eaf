package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may hold how much, and for how long; on real sockets. The path says who sends: {@code /address} or {@code /address/known}. */
class HeldBodiesTest {

    private static final int PART = 30_000;
    private static final int LIMIT = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConcurrentLinkedQueue<HeldBodies.Held> held = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private HeldBodies bodies = bodies("30s");
    private final HttpServer server =
            await(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));

    /** 400 kB for all, 100 kB for one. */
    private HeldBodies bodies(String timeout) {
        ProxyConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(ProxyConfig.class)
                .withDefaultValue("breakwater.proxy.held-bodies", "400000")
                .withDefaultValue("breakwater.proxy.held-bodies-per-address", "100000")
                .withDefaultValue("breakwater.proxy.held-body-timeout", timeout)
                .build()
                .getConfigMapping(ProxyConfig.class);
        return new HeldBodies(vertx, config, meters);
    }

    private void handle(HttpServerRequest request) {
        request.pause();
        String[] path = request.uri().split("/", 3);
        bodies.take(request, LIMIT, new HeldBodies.Sender(path[1], path.length == 3))
                .onSuccess(body -> {
                    held.add(body);
                    request.response().end("held " + body.body().length());
                })
                .onFailure(cause ->
                        request.response().end(((ProblemException) cause).code().name()));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await(vertx.close());
    }

    /** Sends a part of a body, and leaves the connection open. */
    private Socket begin(String path, int length, int sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        Door.say(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(sent));
        return socket;
    }

    private String answer(Socket socket) {
        String answer = Door.until(socket, "\r\n\r\n");
        while (answer.endsWith("\r\n\r\n")) {
            answer += Door.until(socket, "");
        }
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private String send(String path, int length) throws IOException {
        return answer(begin(path, length, length));
    }

    private double counted() {
        return meters.get("breakwater.gateway.bodies.held").gauge().value();
    }

    @Test
    void aBodyCountsForTheMemoryItTakesUntilItIsReleased() throws IOException {
        assertThat(send("/a", 10_000)).isEqualTo("held 10000");
        assertThat(counted()).isEqualTo(HeldBodies.OVERHEAD + 30_000);

        held.remove().release();
        assertThat(counted()).isZero();
    }

    @Test
    void oneAddressHoldsItsShareAndNoMore() throws IOException {
        begin("/a", PART, PART - 1);
        Awaitility.await().until(() -> counted() > 90_000);

        assertThat(send("/a", 10_000)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(send("/a/known", 10_000)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(send("/b", 10_000)).isEqualTo("held 10000");
    }

    @Test
    void halfIsKeptForThoseWhoAreKnown() throws IOException {
        begin("/a", PART, PART - 1);
        begin("/b", PART, PART - 1);
        Awaitility.await().until(() -> counted() > 180_000);

        assertThat(send("/c", 10_000)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(send("/c/known", 10_000)).isEqualTo("held 10000");
    }

    @Test
    void whatIsGivenUpCountsNoMore() throws IOException {
        Socket first = begin("/a", PART, PART - 1);
        Awaitility.await().until(() -> counted() > 90_000);
        assertThat(send("/a", 10_000)).isEqualTo("SERVICE_UNAVAILABLE");

        first.close();
        Awaitility.await().until(() -> counted() == 0);
        assertThat(send("/a", 10_000)).isEqualTo("held 10000");
    }

    @Test
    void whoDripsIsCutOffAfterAWhileInAll() throws IOException {
        bodies = bodies("300ms");
        Socket slow = begin("/a", PART, 1);
        long began = System.nanoTime();

        assertThat(answer(slow)).isEqualTo("INVALID_REQUEST");
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(9));
    }

    @Test
    void whatNoAddressMayHoldIsTooLarge() throws IOException {
        assertThat(answer(begin("/a", 32_000, 0))).isEqualTo("PAYLOAD_TOO_LARGE");
    }
}
