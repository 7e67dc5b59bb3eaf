package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.Switchboard;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open when a switch is thrown: answers in the making, streams of events, WebSockets. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class KillSwitchOpenComponentTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TestHTTPResource("/")
    URI base;

    @Inject
    Redis redis;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    GatewayClient client;
    Switchboard switches;
    Minted key;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
        switches = new Switchboard(redis);
        key = auth.key();
    }

    @AfterEach
    void everythingIsOnAgain() {
        switches.allOff();
        Awaitility.await()
                .until(() -> meters.get("breakwater.killswitches.active").gauges().stream()
                                .mapToDouble(gauge -> gauge.value())
                                .sum()
                        == 0);
    }

    private String[] everyScope(String route, String prefix) {
        return new String[] {"global", "tenant:" + key.tenant(), "key:" + key.id(), "route:" + route, "prefix:" + prefix
        };
    }

    private int use(String path) {
        return client.get(path, "X-API-Key", key.credential()).status();
    }

    private double open() {
        return meters.get("breakwater.exchanges.open").gauge().value();
    }

    private InputStream open(HttpRequest.Builder request) {
        try {
            InputStream body = client.stream(request).join().body();
            assertThat(body.readNBytes(5)).asString().isEqualTo("first");
            return body;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerInTheMakingIsBrokenOffByEveryScope() {
        isBrokenOffByEveryScope("secret", "/ops/secret");
    }

    @Test
    void aStreamOfEventsIsBrokenOffByEveryScope() {
        isBrokenOffByEveryScope("live", "/ops/live");
    }

    private void isBrokenOffByEveryScope(String route, String path) {
        for (String scope : everyScope(route, path)) {
            InputStream body = open(client.to(path + "?do=stall").header("X-API-Key", key.credential()));
            long began = System.nanoTime();

            switches.on(scope);

            assertThatThrownBy(body::readAllBytes).as(scope).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
            switches.allOff();
            Awaitility.await().until(() -> use(path) == 200);
        }
    }

    @Test
    void aWebSocketIsClosedByEveryScope() {
        for (String scope : everyScope("live", "/ops/live")) {
            Socket socket = new Socket();
            connect(socket);
            Awaitility.await().until(socket.said::isDone);
            long began = System.nanoTime();

            switches.on(scope);

            Awaitility.await().atMost(AT_ONCE).until(socket.ended::isDone);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(scope).isLessThan(AT_ONCE);
            switches.allOff();
            Awaitility.await().until(() -> use("/ops/live") == 200);
        }
        Awaitility.await().until(() -> open() == 0);
    }

    @Test
    void anotherTenantsWebSocketGoesOn() {
        Socket socket = new Socket();
        WebSocket connection = connect(socket);
        Awaitility.await().until(socket.said::isDone);
        Minted other = auth.key();
        switches.on("tenant:" + other.tenant());
        Awaitility.await()
                .atMost(AT_ONCE)
                .until(() ->
                        client.get("/ops/live", "X-API-Key", other.credential()).status() == 503);

        assertThat(socket.ended).isNotDone();

        connection.abort();
        Awaitility.await().until(() -> open() == 0);
    }

    @Test
    void whoStillWaitsForAnAnswerIsTold() {
        assertThat(use("/ops/secret")).isEqualTo(200);
        // A client may have its answer before the exchange is over.
        Awaitility.await().until(() -> open() == 0);
        CompletableFuture<Answer> answer =
                client.sendLater(client.to("/ops/secret?do=hang").header("X-API-Key", key.credential()));
        Awaitility.await().until(() -> open() == 1);

        switches.on("tenant:" + key.tenant());

        Awaitility.await().atMost(AT_ONCE).until(answer::isDone);
        assertThat(answer.join().code()).isEqualTo("KILL_SWITCH");
    }

    @Test
    void othersStreamsGoOn() throws IOException {
        InputStream body = open(client.to("/ops/secret?do=stream")
                .header("X-API-Key", auth.key().credential()));

        switches.on("tenant:" + key.tenant());

        assertThat(body.readAllBytes()).asString().isEqualTo("last");
        Awaitility.await().until(() -> open() == 0);
    }

    private WebSocket connect(Socket socket) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-API-Key", key.credential())
                .buildAsync(URI.create("ws://" + base.getAuthority() + "/ops/live"), socket)
                .join();
    }

    /** A client's end of a WebSocket. */
    private static final class Socket implements WebSocket.Listener {

        final CompletableFuture<String> said = new CompletableFuture<>();
        final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            said.complete(text.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            ended.complete(null);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable cause) {
            ended.complete(null);
        }
    }
}
