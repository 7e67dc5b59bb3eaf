package io.breakwater.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.system.scenario.Api.Answer;
import io.breakwater.system.scenario.Stories;
import io.breakwater.system.scenario.Suite;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gateway that is told to end while it is busy, as at each rollout in Kubernetes. */
@Tag("long-fault")
class GatewayDrainIT {

    private static final long DELAY_MILLIS = 3000;
    private static final long TIMEOUT_MILLIS = 2500;

    /** From the first probe that fails until the balancer opens no more connections. */
    private static final long BALANCER_MILLIS = 600;

    private final Suite suite = Suite.running();
    private final Stories stories = new Stories(suite.api());

    @Test
    void aBusyGatewayEndsWithoutAFailedRequest() throws Exception {
        Answer minted = stories.mint(stories.newTenant(), "live");
        String key = minted.body().path("key").asText();
        try (OwnService service = new OwnService();
                GatewayProcess gateway = GatewayProcess.start(
                        suite,
                        "drain",
                        service.routes(),
                        Map.of(
                                "breakwater.drain.delay", DELAY_MILLIS + "ms",
                                "breakwater.drain.timeout", TIMEOUT_MILLIS + "ms"));
                Load load = new Load(gateway.url());
                KeptConnection idle = new KeptConnection(gateway.url());
                KeptConnection events = new KeptConnection(gateway.url());
                KeptConnection words = new KeptConnection(gateway.url());
                KeptConnection upload = new KeptConnection(gateway.url());
                HttpClient http2 = HttpClient.newHttpClient()) {
            assertThat(idle.get("/own/quick", "X-API-Key", key).status()).isEqualTo(200);
            events.send("GET /own/events HTTP/1.1\r\nHost: gateway\r\n\r\n");
            upload.send("POST /own/quick HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10\r\nX-API-Key: " + key
                    + "\r\n\r\n12345");
            load.with(16, "/own/quick", "X-API-Key", key)
                    .with(8, "/own/slow", "X-API-Key", key)
                    .withNewcomers(2, "/own/quick", "X-API-Key", key);
            AtomicInteger streams = new AtomicInteger();
            AtomicBoolean balancerKnows = new AtomicBoolean();
            CompletableFuture<?> multiplexed = CompletableFuture.allOf(IntStream.range(0, 4)
                    .mapToObj(client -> multiplexed(http2, gateway, key, streams, balancerKnows))
                    .toArray(CompletableFuture[]::new));
            await().atMost(Duration.ofSeconds(20))
                    .failFast(() -> assertThat(load.failures()).isEmpty())
                    .until(() -> load.ok() > 500 && streams.get() > 20);
            long before = load.ok();

            words.send("GET /own/words HTTP/1.1\r\nHost: gateway\r\n\r\n");
            assertThat(words.read()).isEqualTo('H');

            long told = System.nanoTime();
            gateway.terminate();

            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> !gateway.isReady());
            long notReady = millisSince(told);
            await().pollDelay(Duration.ofMillis(BALANCER_MILLIS)).until(() -> true);
            assertThat(new KeptConnection(gateway.url())
                            .get("/own/quick", "X-API-Key", key)
                            .head())
                    .as("who comes before the balancer knows is served")
                    .startsWith("http/1.1 200")
                    .contains("\r\nconnection: close\r\n");
            load.openNothing();
            balancerKnows.set(true);
            awaitRefusal(gateway.url());
            long closed = millisSince(told);
            assertThat(gateway.isAlive()).isTrue();
            upload.send("67890");
            KeptConnection.Answer uploaded = upload.receive();
            assertThat(uploaded.body()).isEqualTo("10");
            assertThat(words.readToLastChunk())
                    .as("a stream that ends in time is whole")
                    .isTrue();
            load.join();
            multiplexed.join();
            readToEnd(events);
            long cut = millisSince(told);
            assertThat(idle.read())
                    .as("an idle connection is closed, and nothing else")
                    .isEqualTo(-1);
            gateway.awaitEnd(Duration.ofMillis(DELAY_MILLIS + TIMEOUT_MILLIS + 10_000));
            long ended = millisSince(told);

            System.out.printf(
                    "drain under load: %d requests, %d of them after SIGTERM, and %d over HTTP/2: %d failed; not ready after"
                            + " %d ms, no new connections after %d ms, the open stream cut after %d ms, ended after %d ms%n",
                    load.ok(), load.ok() - before, streams.get(), load.failed(), notReady, closed, cut, ended);
            assertThat(load.failures()).isEmpty();
            assertThat(load.refusedConnections()).isZero();
            assertThat(load.ok() - before).isPositive();
            assertThat(notReady).isLessThan(DELAY_MILLIS);
            assertThat(closed).isGreaterThanOrEqualTo(DELAY_MILLIS - 100);
            assertThat(cut).isBetween(DELAY_MILLIS + TIMEOUT_MILLIS - 100, DELAY_MILLIS + TIMEOUT_MILLIS + 3000);
            // The idle connection's, the newcomer's and the upload.
            assertThat(Usage.of(suite, minted.body().path("id").asText()))
                    .as("every answered request is counted")
                    .isEqualTo(load.ok() + streams.get() + 3);
        }
    }

    /** Requests over HTTP/2, on another connection when one is said to end; fails with the first without a good answer. */
    private static CompletableFuture<Void> multiplexed(
            HttpClient client,
            GatewayProcess gateway,
            String key,
            AtomicInteger answered,
            AtomicBoolean balancerKnows) {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/own/quick"))
                .version(HttpClient.Version.HTTP_2)
                .header("X-API-Key", key)
                .timeout(Duration.ofSeconds(10))
                .build();
        return CompletableFuture.runAsync(
                () -> {
                    while (!balancerKnows.get()) {
                        HttpResponse<String> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                                .join();
                        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                        assertThat(answer.statusCode()).isEqualTo(200);
                        answered.incrementAndGet();
                    }
                },
                Thread::startVirtualThread);
    }

    private static void awaitRefusal(URI gateway) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMillis(DELAY_MILLIS + 1000))
                .untilAsserted(() -> assertThatThrownBy(() -> new KeptConnection(gateway).close())
                        .isInstanceOf(ConnectException.class));
    }

    private static void readToEnd(KeptConnection stream) throws Exception {
        int next;
        do {
            next = stream.read();
        } while (next >= 0);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
