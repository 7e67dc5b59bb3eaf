package io.breakwater.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HyperfoilLoadTest {

    private static final Duration WARM_UP = Duration.ofMillis(300);

    private HttpServer server;
    private URI url;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?a=b");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aStallDelaysEveryRequestThatWasDueMeanwhile() {
        var stalled = new AtomicBoolean();
        long begin = System.nanoTime();
        server.createContext("/", exchange -> {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(1) && stalled.compareAndSet(false, true)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(600));
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        // One connection: what is due during the stall cannot be sent, and a closed loop would never see it.
        var plan = new LoadPlan(url, "GET", Map.of(), null, 0, 1, 100.0, WARM_UP, Duration.ofSeconds(3), false);
        var result = new HyperfoilLoad(plan, Duration.ofSeconds(2)).run();

        assertThat(result.failures()).isZero();
        assertThat(result.latency().count()).isBetween(200L, 400L);
        assertThat(result.latency().max()).isGreaterThan(500_000);
        assertThat(result.latency().p90())
                .as("some 60 of 300 were due meanwhile")
                .isGreaterThan(100_000);
    }

    @Test
    void answersAreCountedByStatusAndBodiesAreNumbered() {
        var bodies = new ConcurrentSkipListSet<String>();
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = exchange.getRequestHeaders().getFirst("X-Key");
            boolean first =
                    bodies.add(body) && exchange.getRequestURI().getQuery().equals("a=b");
            exchange.sendResponseHeaders(first && key.equals("k") ? 202 : 409, -1);
            exchange.close();
        });

        var plan = new LoadPlan(
                url, "POST", Map.of("X-Key", "k"), "{\"n\":${n}}", 7, 2, null, WARM_UP, Duration.ofMillis(500), false);
        long begin = System.nanoTime();
        var result = new HyperfoilLoad(plan, Duration.ofMinutes(1)).run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("ends with its time, and does not wait for answers that nobody owes")
                .isLessThan(Duration.ofSeconds(30));

        assertThat(result.isAll(202)).as("%s", result).isTrue();
        assertThat(result.perSecond()).isGreaterThan(10);
        assertThat(bodies).contains("{\"n\":7}", "{\"n\":8}");
    }

    @Test
    void whatIsNotAnsweredIsNoAnswer() {
        server.createContext("/", HttpExchange::close);

        var plan = new LoadPlan(url, "GET", Map.of(), null, 0, 1, 50.0, WARM_UP, Duration.ofMillis(500), false);
        var result = new HyperfoilLoad(plan, Duration.ofSeconds(2)).run();

        assertThat(result.total()).isZero();
        assertThat(result.failures()).isPositive();
        assertThat(result.isAll(200)).isFalse();
    }
}
