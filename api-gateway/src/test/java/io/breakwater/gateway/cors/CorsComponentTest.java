package io.breakwater.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What browsers are told on a route that pages may use. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class CorsComponentTest {

    private static final String PAGE = "Origin: https://app.example.org";

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

    private String options(String... lines) {
        return client.raw(
                "OPTIONS /ops/pages HTTP/1.1\r\nHost: g\r\nConnection: close\r\nX-Forwarded-For: " + client.address()
                        + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n",
                "\0");
    }

    @Nested
    class Preflight {

        @Test
        void isAnsweredByTheGatewayWithoutACredential() {
            int before = upstream.requests();

            String answer = options(
                    PAGE,
                    "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: x-api-key,content-type");

            assertThat(answer)
                    .startsWith("HTTP/1.1 204")
                    .containsIgnoringCase("access-control-allow-origin: https://app.example.org\r\n")
                    .containsIgnoringCase("access-control-allow-methods: PUT\r\n")
                    .containsIgnoringCase("access-control-allow-credentials: true\r\n")
                    .containsIgnoringCase("access-control-max-age: 300\r\n")
                    .containsIgnoringCase("vary: origin\r\n")
                    .containsIgnoringCase("x-api-key");
            assertThat(upstream.requests()).isEqualTo(before);
        }

        @Test
        void ofAnotherOriginMethodOrHeaderIs403() {
            assertThat(options("Origin: https://evil.example", "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 403")
                    .contains("FORBIDDEN")
                    .doesNotContainIgnoringCase("access-control-allow-origin");
            assertThat(options("Origin: null", "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 403");
            assertThat(options(
                            PAGE,
                            "Access-Control-Request-Method: PUT",
                            "Access-Control-Request-Headers: x-internal-caller"))
                    .startsWith("HTTP/1.1 403");
            assertThat(options(PAGE, "Origin: https://app.example.org", "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 403");
        }

        @Test
        void onARouteWithoutARuleIsAnOrdinary405() {
            assertThat(client.raw(
                            "OPTIONS /ops/echo HTTP/1.1\r\nHost: g\r\nConnection: close\r\n" + PAGE
                                    + "\r\nAccess-Control-Request-Method: GET\r\n\r\n",
                            "\0"))
                    .startsWith("HTTP/1.1 405");
            assertThat(options("X: 1")).startsWith("HTTP/1.1 405");
        }
    }

    @Nested
    class Answers {

        @Test
        void areReadableForAllowedPagesErrorsToo() {
            String key = auth.key().credential();
            String good = client.rawGet("/ops/pages", PAGE, "X-API-Key: " + key);
            assertThat(good)
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("access-control-allow-origin: https://app.example.org\r\n")
                    .containsIgnoringCase("access-control-expose-headers: X-Request-Id\r\n");
            assertThat(client.rawGet("/ops/pages", PAGE))
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("access-control-allow-origin: https://app.example.org\r\n")
                    .containsIgnoringCase("vary: origin\r\n");
        }

        @Test
        void areServedButNotReadableForOtherPages() {
            String key = auth.key().credential();
            assertThat(client.rawGet("/ops/pages", "Origin: https://evil.example", "X-API-Key: " + key))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContainIgnoringCase("access-control-allow-origin")
                    .containsIgnoringCase("vary: origin\r\n");
        }
    }

    @Nested
    class Headers {

        @Test
        void areChangedAsTheRouteSays() {
            String key = auth.key().credential();
            String echo = client.rawGet("/ops/pages", "X-API-Key: " + key, "X-Unwanted: 1", "X-Added: forged");
            assertThat(echo)
                    .contains("\"x-added\":[\"here\"]")
                    .doesNotContain("x-unwanted")
                    .containsIgnoringCase("cache-control: no-store\r\n");
            assertThat(client.rawGet("/ops/pages?do=headers", "X-API-Key: " + key))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("X-Upstream");
        }
    }
}
