package io.breakwater.gateway.entry;

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
import java.net.http.HttpRequest;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API's document and its page at the public door. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class DocsComponentTest {

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

    @Test
    void nobodyNeedsACredential() {
        assertThat(client.get("/docs").status()).isEqualTo(200);
        assertThat(client.get("/openapi").json().getString("openapi")).isEqualTo("3.1.0");
        assertThat(client.get("/openapi", "Accept", "application/yaml").body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void thePageMayLoadNothingFromElsewhere() {
        Answer page = client.get("/docs");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void whoHasItIsNotSentItAgain() {
        String tag = client.get("/openapi").header("ETag");

        Answer again = client.get("/openapi", "If-None-Match", tag);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void itIsSentCompressedToWhoTakesIt() {
        Answer compressed = client.get("/openapi", "Accept-Encoding", "gzip");

        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.header("Vary")).contains("Accept-Encoding");
        assertThat(Long.parseLong(compressed.header("Content-Length")))
                .isLessThan(Long.parseLong(client.get("/openapi").header("Content-Length")) / 4);
    }

    @Test
    void theLimitOfAddressesHolds() {
        for (int i = 0; i < 100; i++) {
            assertThat(client.get("/docs").status()).isEqualTo(200);
        }

        Answer refused = client.get("/docs");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
    }

    @Test
    void onlyReadingIsAllowed() {
        Answer answer = client.send(client.to("/docs").DELETE());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(client.send(client.to("/openapi").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .body())
                .isEmpty();
    }

    @Test
    void anotherFileIsNotFound() {
        assertThat(client.get("/docs/../application.properties").status()).isEqualTo(400);
        assertThat(client.get("/docs/application.properties").code()).isEqualTo("NOT_FOUND");
    }
}
