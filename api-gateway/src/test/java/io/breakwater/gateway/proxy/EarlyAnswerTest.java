package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An upstream that answers before it has read the whole request. */
class EarlyAnswerTest {

    private static final String REFUSED = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    private static final String POST = "POST /own HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\nonly this";

    private static RawUpstream answeringAtOnce() {
        return new RawUpstream(line -> {
            String head = line.head();
            if (head.startsWith("GET")) {
                line.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
            } else {
                line.say(REFUSED);
            }
            line.awaitClose();
        });
    }

    private static Door narrow(RawUpstream upstream) {
        return new Door(
                upstream.url(), Duration.ofSeconds(5), Map.of("connections", "1", "waiting", "1", "linger", "400ms"));
    }

    @Test
    void itsConnectionIsFreeForTheNextRequestAtOnce() throws IOException {
        try (RawUpstream upstream = answeringAtOnce();
                Door door = narrow(upstream);
                Socket slow = door.connect()) {
            Door.say(slow, POST);
            assertThat(Door.until(slow, "no")).startsWith("HTTP/1.1 403");

            assertThat(door.get("/own")).startsWith("HTTP/1.1 200").endsWith("fine");
            Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> upstream.open() <= 1);
        }
    }

    @Test
    void clientThatSendsTheRestSoonKeepsItsConnection() throws IOException {
        try (RawUpstream upstream = answeringAtOnce();
                Door door = narrow(upstream);
                Socket client = door.connect()) {
            Door.say(client, POST);
            Door.until(client, "no");

            Door.say(client, "x".repeat(1000 - "only this".length()) + "GET /own HTTP/1.1\r\nHost: d\r\n\r\n");

            assertThat(Door.until(client, "fine")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void clientThatGoesOnSendingSlowlyIsCutOff() throws IOException {
        try (RawUpstream upstream = answeringAtOnce();
                Door door = narrow(upstream);
                Socket client = door.connect()) {
            Door.say(client, POST);

            long begun = System.nanoTime();
            assertThat(Door.rest(client)).startsWith("HTTP/1.1 403");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
