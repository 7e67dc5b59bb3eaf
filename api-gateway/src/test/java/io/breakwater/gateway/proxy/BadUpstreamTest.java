package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that break off or talk nonsense. */
class BadUpstreamTest {

    private static RawUpstream saying(String text) {
        return new RawUpstream(line -> {
            line.head();
            line.say(text);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/3.7 200 OK\r\n\r\n",
                "HTTP/1.1 99999 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nBad\u0000Name: x\r\n\r\n"
            })
    void nonsenseBeforeTheBodyIs502AndNotRelayed(String said) {
        try (RawUpstream upstream = saying(said);
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 502").endsWith("UPSTREAM_ERROR");
        }
    }

    @Test
    void headThatIsTooLargeIs502() {
        try (RawUpstream upstream = saying("HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 502");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\nzzz\r\n"
            })
    void bodyThatIsCutShortIsSeenToBe(String said) {
        try (RawUpstream upstream = saying(said);
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            String answer = door.get("/own");
            boolean refused = answer.startsWith("HTTP/1.1 502");
            boolean cut = answer.startsWith("HTTP/1.1 200")
                    && !answer.endsWith("0\r\n\r\n")
                    && (answer.contains("chunked") || answer.contains("1000"));
            assertThat(refused || cut).as(answer).isTrue();
        }
    }

    @Test
    void moreThanWasAnnouncedIsNotRelayed() {
        try (RawUpstream upstream = saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nX-Smuggled: 1\r\n\r\n");
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            assertThat(door.get("/own"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("ok")
                    .doesNotContain("Smuggled");
        }
    }

    @Test
    void foldedAndForgedHeadersOfAnAnswerCannotAddAHeader() {
        try (RawUpstream upstream = saying("HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\nContent-Length: 2\r\n\r\nok");
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            assertThat(door.get("/own")).doesNotContain("\r\n two");
        }
    }

    @Test
    void resetWhileABodyIsSentIsTold() {
        try (RawUpstream upstream = new RawUpstream(line -> line.socket().setSoLinger(true, 0));
                Door door = new Door(upstream.url(), Duration.ofSeconds(3), Map.of())) {
            assertThat(door.post("/own")).startsWith("HTTP/1.1 502");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }
}
