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
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health and version. In these surroundings admin-service is away. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class PublicEndpointsComponentTest {

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

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void livenessIsUpWhateverElseIsDown() {
        assertThat(client.get("/health").json().getString("status")).isEqualTo("UP");
        assertThat(client.get("/health/live").status()).isEqualTo(200);
        assertThat(client.get("/health/live").header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void readinessNamesTheServiceThatFails() {
        Answer answer = client.get("/health/ready");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
                .contains("{\"name\":\"admin-service\",\"status\":\"DOWN\"}")
                .contains("{\"name\":\"auth-service/database\",\"status\":\"UP\"}")
                .contains("{\"name\":\"redis\",\"status\":\"UP\"}");
    }

    @Test
    void versionIsToldUnderAllThreeBaseUrls() {
        for (String path : new String[] {"/api/v1/version", "/api/version", "/v1/version"}) {
            Answer answer = client.get(path);
            assertThat(answer.json().getString("version")).isNotEmpty();
            assertThat(answer.json().fieldNames()).containsExactly("version", "latest_version", "update_available");
        }
    }

    @Test
    void healthIsNotLimited() {
        for (int i = 0; i < 120; i++) {
            assertThat(client.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void probesAndMetricsAreOnTheManagementPort() {
        GatewayClient probe = new GatewayClient(management);
        client.get("/ops/echo");

        assertThat(probe.get("/health/live").status()).isEqualTo(200);
        assertThat(probe.get("/health/ready").status()).isEqualTo(200);
        assertThat(probe.get("/health/ready").body()).contains("routes").doesNotContain("Redis");
        assertThat(probe.get("/metrics").body())
                .contains("breakwater_gateway_requests")
                .contains("route=\"echo\"")
                .doesNotContain("uri=");
    }
}
