package io.breakwater.gateway.entry;

import static io.breakwater.gateway.testing.GatewayClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no well-behaved client sends. No framework page, no stack trace, no 500. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class BadInputComponentTest {

    @TestHTTPResource("/")
    URI base;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private void isRefused(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("INVALID_REQUEST")
                .containsIgnoringCase("x-request-id: ");
        assertThat(answer).doesNotContain("Exception").doesNotContain("<html").doesNotContain("io.vertx");
    }

    @Test
    void ambiguousPathsAreRefused() {
        for (String target : new String[] {
            "/api/v1/events/a%2Fb",
            "/api/v1/events/a%2fb",
            "/api/v1/events/a%5Cb",
            "/api/v1/events/a\\b",
            "/api/v1/../admin",
            "/api/v1/%2e%2e/admin",
            "/api/v1/%252e%252e/admin",
            "/api/v1/.%2e/admin",
            "/api/v1/./events",
            "/api/v1/..;/admin",
            "/api/v1/events/%252fx",
            "/api/v1/events/%00",
            "/api/v1/events?x=%00",
            "/api/v1/events?x=%zz",
            "/api/v1/events?x=%e9",
            "/api/v1/events/%ff",
            "/api/v1/events/%c0%ae",
            "/api/v1/events/%",
            "/api/v1/events/%4",
            "/api/v1/events/%g1",
            "/api/v1/events/%0d%0aX-Injected:1",
            "/api/v1/events/\u00e9",
            "/api/v1/events#x",
            "*",
            "foo"
        }) {
            isRefused(client.rawGet(target));
        }
    }

    @Test
    void absoluteTargetsAndDoubleSlashesMeanTheSameRoute() {
        assertThat(client.rawGet("http://elsewhere/ops/echo"))
                .startsWith("HTTP/1.1 200")
                .contains("/rewritten");
        assertThat(client.rawGet("//ops///echo//x")).startsWith("HTTP/1.1 200").contains("\"/rewritten/x\"");
    }

    @Test
    void requestsThatDoNotParseGetNoFrameworkPage() {
        for (String request : new String[] {
            head("GET / HTTP/1.1 extra"),
            head("GET /ops/echo HTTP/1.1", "Host: g", "X: " + "x".repeat(40_000)),
            head("GET /" + "x".repeat(80_000) + " HTTP/1.1", "Host: g"),
            head("POST /ops/echo HTTP/1.1", "Host: g", "Content-Length: 5", "Content-Length: 6") + "hello",
            head("POST /ops/echo HTTP/1.1", "Host: g", "Content-Length: -1"),
            head("POST /ops/echo HTTP/1.1", "Host: g", "Content-Length: abc")
        }) {
            String answer = client.raw(request, "\0");
            assertThat(answer)
                    .matches("(?s)HTTP/1.[01] 4\\d\\d .*")
                    .doesNotContain("<html")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aTargetThatIsTooLongIsRefusedInOurFormat() {
        assertThat(client.rawGet("/" + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 400")
                .contains("X-Request-Id", "INVALID_REQUEST");
    }

    @Test
    void oddHeadersAreNoReasonToFail() {
        for (String line :
                new String[] {"Accept: ;;;,,q=x", "Content-Type: ///", "Accept-Language: \u00ff", "Cookie: ;;=;"}) {
            assertThat(client.rawGet("/ops/echo", line)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void unknownPathIs404InOurFormat() {
        Answer answer = client.get("/api/v1/nothing/here");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(client.get("/").code()).isEqualTo("NOT_FOUND");
        assertThat(client.get("/q/health").code()).isEqualTo("NOT_FOUND");
        assertThat(client.get("/ops/echoes").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void wrongMethodIs405WithAllow() {
        Answer answer = client.get("/v1/ingest/events");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(client.send(client.to("/health").POST(BodyPublishers.noBody()))
                        .header("Allow"))
                .isEqualTo("GET, HEAD");
        assertThat(client.send(client.to("/ops/secret").method("BREW", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(405);
    }
}
