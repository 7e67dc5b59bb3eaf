package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whether a request may have had its effect, whatever the client was told of it. */
class EffectTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private static void readBody(RawUpstream.Line line) throws IOException {
        line.head();
        assertThat(line.socket().getInputStream().readNBytes(3)).hasSize(3);
    }

    private static Door door(RawUpstream upstream) {
        return new Door(upstream.url(), TIMEOUT, Map.of());
    }

    @Test
    void itMayWhenTheUpstreamHasAllOfItAndNeverAnswers() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    readBody(line);
                    line.awaitClose();
                });
                Door door = door(upstream)) {
            assertThat(door.post("/own")).contains("504");
            assertThat(door.mayHaveTakenEffect()).isTrue();
        }
    }

    @Test
    void itMayWhenTheUpstreamHasAllOfItAndIsLost() {
        try (RawUpstream upstream = new RawUpstream(EffectTest::readBody);
                Door door = door(upstream)) {
            assertThat(door.post("/own")).contains("502");
            assertThat(door.mayHaveTakenEffect()).isTrue();
        }
    }

    @Test
    void itHasWhenTheUpstreamSaidSoButNotToTheEnd() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    readBody(line);
                    line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                });
                Door door = door(upstream)) {
            assertThat(door.post("/own")).as("nothing of the answer had come").contains("502");
            assertThat(door.mayHaveTakenEffect()).isTrue();
        }
    }

    @Test
    void itHasNotWhenTheUpstreamRefused() {
        try (RawUpstream upstream = new RawUpstream(line -> {
                    readBody(line);
                    line.say("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n");
                });
                Door door = door(upstream)) {
            assertThat(door.post("/own")).contains("409");
            assertThat(door.mayHaveTakenEffect()).isFalse();
        }
    }

    @Test
    void itHasNotWhenItNeverLeft() {
        try (Door door = new Door(NOBODY, TIMEOUT, Map.of())) {
            assertThat(door.post("/own")).contains("502");
            assertThat(door.mayHaveTakenEffect()).isFalse();
        }
    }

    @Test
    void itHasNotWhenItsBodyBrokeOff() throws Exception {
        try (RawUpstream upstream = new RawUpstream(RawUpstream.Line::awaitClose);
                Door door = door(upstream)) {
            try (Socket socket = door.connect()) {
                Door.say(socket, "POST /own HTTP/1.1\r\nHost: door.example\r\nContent-Length: 3\r\n\r\nab");
                Awaitility.await().until(() -> upstream.open() == 1);
            }
            Awaitility.await().until(() -> door.exchanges().element().done().isComplete());
            assertThat(door.mayHaveTakenEffect()).isFalse();
        }
    }
}
