package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that take their time; the gateway's own timers end it. */
class SlowUpstreamTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 O",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
            })
    void nothingToShowInTimeIs504(String said) {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say(said);
                    line.awaitClose();
                });
                Door door = new Door(upstream.url(), Duration.ofMillis(300), Map.of())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 504").endsWith("UPSTREAM_TIMEOUT");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void answerThatStallsIsBrokenOff() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                    line.awaitClose();
                });
                Door door = new Door(upstream.url(), Duration.ofMillis(300), Map.of())) {
            assertThat(door.get("/own")).contains("one").doesNotEndWith("0\r\n\r\n");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void answerThatDripsEndlesslyIsBrokenOff() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        line.say("x");
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    }
                });
                Door door = new Door(upstream.url(), Duration.ofSeconds(5), Map.of("answer-timeout", "700ms"))) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }
}
