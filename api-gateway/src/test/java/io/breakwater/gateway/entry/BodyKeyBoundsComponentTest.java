package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody can gain by sending a body slowly where the key may stand in it. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class BodyKeyBoundsComponentTest {

    private static final String EVENTS = "/api/v1/sdk/events";
    private static final String PAGE = "https://shop.example";
    private static final String[] JSON = {"Content-Type", "application/json"};

    @TestHTTPResource("/")
    URI base;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private String good() {
        Minted key = auth.key("events:write");
        auth.publish(key);
        auth.answerWith(key, "allowed_origins", new JsonArray(List.of(PAGE)));
        return "{\"_apiKey\":\"" + key.credential() + "\"}";
    }

    @Test
    void refusedBeforeItsBodyIsReadWhenTheQueryHasABadKey() {
        assertThat(begun(EVENTS + "?apiKey=bad", 1000, "")).startsWith("HTTP/1.1 401");
    }

    @Test
    void refusedBeforeItsBodyIsReadWhenItsAddressIsRefusedAnyway() {
        for (int i = 0; i < 100; i++) {
            assertThat(client.post(EVENTS, "{}", JSON).status()).isEqualTo(401);
        }
        assertThat(client.post(EVENTS, "{}", JSON).status()).isEqualTo(429);

        assertThat(begun(EVENTS, 1000, "")).startsWith("HTTP/1.1 429");
    }

    @Test
    void refusedWhenOneAddressHoldsTooMuchButNobodyElseIs() throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Socket socket = client.socket();
                open.add(socket);
                socket.getOutputStream()
                        .write((head(EVENTS, 1024 * 1024) + "x".repeat(1024 * 1024 - 1))
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            Awaitility.await()
                    .until(() ->
                            meters.get("breakwater.gateway.bodies.held").gauge().value() > 6_000_000);

            assertThat(begun(EVENTS, 1024 * 1024, "x".repeat(1024 * 1024 - 1))).startsWith("HTTP/1.1 503");
            assertThat(new GatewayClient(base)
                            .post(EVENTS, good(), "Content-Type", "application/json", "Origin", PAGE)
                            .status())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private String head(String target, int length) {
        return GatewayClient.head(
                "POST " + target + " HTTP/1.1",
                "Host: g",
                "X-Forwarded-For: " + client.address(),
                "Content-Type: application/json",
                "Content-Length: " + length);
    }

    /** What is answered although the body has not come. */
    private String begun(String target, int length, String sent) {
        return client.raw(head(target, length) + sent, "\r\n\r\n");
    }
}
