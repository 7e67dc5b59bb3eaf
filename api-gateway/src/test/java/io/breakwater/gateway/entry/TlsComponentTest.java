package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.Certificates;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS in front, with the protocol that the two ends agree on. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class TlsComponentTest {

    private static final String CONFIGURATION = "public";

    @Inject
    HttpServer server;

    @Inject
    TlsConfigurationRegistry registry;

    @Inject
    Event<CertificateUpdatedEvent> renewed;

    @ConfigProperty(name = "quarkus.tls.public.key-store.p12.path")
    Path keyStore;

    private URI base() {
        return URI.create("https://localhost:" + server.getSecurePort());
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void bothProtocolsAreServedAndTheUpstreamIsToldOfTls(HttpClient.Version version) {
        try (HttpClient http = HttpClient.newBuilder()
                .version(version)
                .sslContext(Certificates.trusting(keyStore))
                .build()) {
            HttpResponse<String> answer = http.sendAsync(
                            HttpRequest.newBuilder(base().resolve("/ops/echo"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header("X-Forwarded-For", new GatewayClient(base()).address())
                                    .POST(BodyPublishers.ofString("hello"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            JsonObject echo = new JsonObject(answer.body());
            assertThat(echo.getInteger("bytes")).isEqualTo(5);
            JsonObject headers = echo.getJsonObject("headers");
            assertThat(headers.getJsonArray("x-forwarded-proto")).containsExactly("https");
            assertThat(headers.getJsonArray("forwarded").getString(0)).contains(";proto=https");
        }
    }

    @Test
    void aRenewedCertificateIsServedFromTheNextConnectionOn() throws IOException {
        Certificates.write(keyStore, "gateway-2");
        TlsConfiguration tls = registry.get(CONFIGURATION).orElseThrow();

        assertThat(tls.reload()).isTrue();
        renewed.fire(new CertificateUpdatedEvent(CONFIGURATION, tls));

        try (SSLSocket socket = (SSLSocket) Certificates.trusting(keyStore)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.getSecurePort())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=gateway-2");
        }
    }
}
