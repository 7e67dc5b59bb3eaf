package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Server-sent events and WebSockets: what stays open. */
class StreamTest {

    private static final String STREAM = "streaming: true, timeout: 400ms, idle_timeout: 3s";
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /own HTTP/1.1",
            "Host: d",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "\r\n");
    private static final String SWITCH = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "\r\n");

    /** Switches protocols and then echoes bytes until the other end closes. */
    private static RawUpstream echo() {
        return new RawUpstream(line -> {
            String head = line.head();
            if (!head.toLowerCase(java.util.Locale.ROOT).contains("upgrade: websocket")) {
                line.say("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            line.say(SWITCH);
            byte[] buffer = new byte[1024];
            for (int read = line.socket().getInputStream().read(buffer);
                    read >= 0;
                    read = line.socket().getInputStream().read(buffer)) {
                line.socket().getOutputStream().write(buffer, 0, read);
            }
        });
    }

    private static OpenExchange only(Door door) {
        return Objects.requireNonNull(door.exchanges().peek());
    }

    @Test
    void eventsArriveOneByOneAndLongAfterTheTimeOut() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        try (RawUpstream events = new RawUpstream(line -> {
                    line.head();
                    line.say(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    second.await();
                    line.say("9\r\ndata: 1\n\n\r\n");
                    line.awaitClose();
                });
                Door door = new Door(STREAM, Map.of("proxy.answer-timeout", "300ms"), events.url());
                Socket client = door.connect()) {
            Door.say(client, "GET /own HTTP/1.1\r\nHost: d\r\n\r\n");

            assertThat(Door.until(client, "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("text/event-stream");
            Awaitility.await().pollDelay(java.time.Duration.ofMillis(800)).until(() -> true);
            second.countDown();
            assertThat(Door.until(client, "data: 1\n\n")).contains("data: 1\n\n");
        }
    }

    @Test
    void streamThatIsSilentForTooLongIsBrokenOff() {
        try (RawUpstream events = new RawUpstream(line -> {
                    line.head();
                    line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                    line.awaitClose();
                });
                Door door = new Door("streaming: true, idle_timeout: 300ms", Map.of(), events.url())) {
            assertThat(door.get("/own")).contains("one").doesNotEndWith("0\r\n\r\n");
            Awaitility.await().until(() -> events.open() == 0);
        }
    }

    @Test
    void bytesOfAWebSocketPassInBothDirectionsAndItsEndToo() throws IOException {
        try (RawUpstream upstream = echo();
                Door door = new Door(STREAM, Map.of(), upstream.url())) {
            try (Socket client = door.connect()) {
                Door.say(client, HANDSHAKE);
                assertThat(Door.until(client, "\r\n\r\n"))
                        .startsWith("HTTP/1.1 101")
                        .containsIgnoringCase("upgrade: websocket")
                        .containsIgnoringCase("connection: upgrade")
                        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                for (String frame : new String[] {"\u0081\u0005hello", "\u0089\u0000", "\u0088\u0002\u0003\u00e8"}) {
                    Door.say(client, frame);
                    assertThat(Door.until(client, frame)).isEqualTo(frame);
                }
            }
            Awaitility.await().until(() -> upstream.open() == 0);
            Awaitility.await().until(() -> only(door).done().isComplete());
        }
    }

    @Test
    void webSocketThatIsSilentForTooLongIsClosed() throws IOException {
        try (RawUpstream upstream = echo();
                Door door = new Door("streaming: true, idle_timeout: 300ms", Map.of(), upstream.url());
                Socket client = door.connect()) {
            Door.say(client, HANDSHAKE);
            assertThat(Door.rest(client)).startsWith("HTTP/1.1 101");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void refusedHandshakeIsAnOrdinaryAnswer() throws IOException {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    line.awaitClose();
                });
                Door door = new Door(STREAM, Map.of(), upstream.url());
                Socket client = door.connect()) {
            Door.say(client, HANDSHAKE);
            assertThat(Door.until(client, "no")).startsWith("HTTP/1.1 403").endsWith("no");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void upgradeIsNotPassedOnElsewhere() throws IOException {
        try (RawUpstream upstream = echo();
                Door door = new Door("timeout: 2s", Map.of(), upstream.url());
                Socket client = door.connect()) {
            Door.say(client, HANDSHAKE);
            assertThat(Door.until(client, "\r\n\r\n")).startsWith("HTTP/1.1 426");
        }
    }

    @Test
    void switchingThatNobodyAskedForIsAnError() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    line.head();
                    line.say(SWITCH);
                    line.awaitClose();
                });
                Door door = new Door(STREAM, Map.of(), upstream.url())) {
            assertThat(door.get("/own")).startsWith("HTTP/1.1 502");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void abortClosesAnOpenWebSocketAndAnOpenStream() throws IOException {
        try (RawUpstream upstream = echo();
                Door door = new Door(STREAM, Map.of(), upstream.url());
                Socket client = door.connect()) {
            Door.say(client, HANDSHAKE);
            Door.until(client, "\r\n\r\n");

            only(door).abort(ProblemException.of(ErrorCode.KILL_SWITCH));

            assertThat(Door.rest(client)).isIn("", "<reset>");
            Awaitility.await().until(() -> upstream.open() == 0);
        }
    }

    @Test
    void abortBeforeTheAnswerIsToldAsItsProblem() throws IOException {
        try (RawUpstream upstream = new RawUpstream(RawUpstream.Line::awaitClose);
                Door door = new Door("timeout: 9s", Map.of(), upstream.url());
                Socket client = door.connect()) {
            Door.say(client, "GET /own HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
            Awaitility.await().until(() -> upstream.accepted() == 1);

            only(door).abort(ProblemException.of(ErrorCode.KILL_SWITCH));

            assertThat(Door.rest(client)).startsWith("HTTP/1.1 503").endsWith("KILL_SWITCH");
        }
    }
}
