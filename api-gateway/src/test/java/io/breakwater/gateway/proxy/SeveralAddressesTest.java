package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which address a request goes to, and when it is sent a second time. */
class SeveralAddressesTest {

    private static RawUpstream good(String name) {
        return new RawUpstream(line -> {
            while (!line.head().isEmpty()) {
                line.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + name);
            }
        });
    }

    private static RawUpstream closing(AtomicInteger heads) {
        return new RawUpstream(line -> {
            line.head();
            heads.incrementAndGet();
        });
    }

    private static URI dead() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void addressesAreTakenInTurn() {
        try (RawUpstream a = good("a");
                RawUpstream b = good("b");
                Door door = new Door("timeout: 5s", Map.of(), a.url(), b.url())) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                String answer = door.get("/own");
                names.append(answer.charAt(answer.length() - 1));
            }
            assertThat(names.toString()).isIn("abab", "baba");
        }
    }

    @Test
    void anyMethodGoesToAnotherAddressWhenNoConnectionCanBeOpened() {
        try (RawUpstream a = good("a");
                Door door = new Door("timeout: 5s", Map.of(), dead(), a.url())) {
            for (int i = 0; i < 6; i++) {
                assertThat(door.post("/own")).startsWith("HTTP/1.1 200").endsWith("a");
            }
        }
    }

    @Test
    void nothingIsRepeatedWithoutRetries() {
        try (RawUpstream a = good("a");
                Door door = new Door("retries: 0", Map.of(), dead(), a.url())) {
            assertThat(door.get("/own") + door.get("/own")).contains("502").contains("200");
        }
    }

    @Test
    void idempotentRequestsWithoutBodyAreRepeatedWhenTheConnectionBreaks() {
        AtomicInteger heads = new AtomicInteger();
        try (RawUpstream breaking = closing(heads);
                Door door = new Door("retries: 2", Map.of(), breaking.url())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 502");
            assertThat(heads.get()).isEqualTo(3);
        }
    }

    @Test
    void requestWhoseBodyWasBegunIsNeverSentTwice() {
        AtomicInteger heads = new AtomicInteger();
        try (RawUpstream breaking = closing(heads);
                Door door = new Door("retries: 5", Map.of(), breaking.url())) {
            assertThat(door.post("/own")).startsWith("HTTP/1.1 502");
            assertThat(door.ask("PUT /own HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 502");
            assertThat(heads.get()).isEqualTo(2);
        }
    }

    @Test
    void answersAreNeverAReasonToRepeat() {
        AtomicInteger heads = new AtomicInteger();
        try (RawUpstream unavailable = new RawUpstream(line -> {
                    line.head();
                    heads.incrementAndGet();
                    line.say("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                });
                Door door = new Door("retries: 5", Map.of(), unavailable.url())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 503");
            assertThat(heads.get()).isEqualTo(1);
        }
    }

    @Test
    void budgetBoundsRepetition() {
        AtomicInteger heads = new AtomicInteger();
        try (RawUpstream breaking = closing(heads);
                Door door = new Door(
                        "retries: 5",
                        Map.of(
                                "resilience.failures", "1000",
                                "resilience.retries-per-second", "0",
                                "resilience.retry-share", "0.1"),
                        breaking.url())) {
            for (int i = 0; i < 30; i++) {
                assertThat(door.get("/own")).startsWith("HTTP/1.1 502");
            }
            assertThat(heads.get()).isBetween(30, 33);
        }
    }

    @Test
    void deadAddressIsLeftAloneAfterAWhile() {
        AtomicInteger heads = new AtomicInteger();
        try (RawUpstream a = good("a");
                RawUpstream breaking = closing(heads);
                Door door = new Door(
                        "retries: 1",
                        Map.of("resilience.failures", "2", "resilience.out-at-first", "30s"),
                        breaking.url(),
                        a.url())) {
            for (int i = 0; i < 12; i++) {
                assertThat(door.get("/own")).startsWith("HTTP/1.1 200");
            }
            assertThat(heads.get()).isEqualTo(2);
        }
    }

    @Test
    void whenEveryAddressHangsOnlyOneRequestWaitsAndTheRestAreToldAtOnce() throws IOException {
        try (RawUpstream hanging = new RawUpstream(RawUpstream.Line::awaitClose);
                Door door = new Door("timeout: 400ms, retries: 0", Map.of("resilience.failures", "2"), hanging.url())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 504");
            assertThat(door.get("/own")).startsWith("HTTP/1.1 504");

            try (Socket waiting = door.connect()) {
                Door.say(waiting, "GET /own HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
                org.awaitility.Awaitility.await().until(() -> door.exchanges().size() == 3);
                assertThat(door.get("/own")).startsWith("HTTP/1.1 503").endsWith("SERVICE_UNAVAILABLE");
                assertThat(Door.rest(waiting)).startsWith("HTTP/1.1 504");
            }
        }
    }
}
