package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.gateway.testing.TestClock;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What auth-service says of a credential besides yes or no: standing, end, kind and pages, by status. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class GrantComponentTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    TestClock clock;

    FakeAuth auth;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private Minted publishable(String... origins) {
        Minted key = auth.key("write");
        auth.publish(key);
        auth.answerWith(key, "allowed_origins", new JsonArray(List.of(origins)));
        return key;
    }

    private Answer billed(String method, Minted key) {
        return client.send(
                client.to("/ops/billed").header("X-API-Key", key.credential()).method(method, BodyPublishers.noBody()));
    }

    @Nested
    class Status200 {

        @Test
        void unpaidBillsStopNeitherReadsNorDeletions() {
            for (String status : new String[] {"past_due", "cancelled"}) {
                Minted key = auth.key();
                auth.answerWith(key, "tenant_status", status);

                assertThat(billed("GET", key).status()).isEqualTo(200);
                assertThat(billed("DELETE", key).status()).isEqualTo(200);
            }
        }

        @Test
        void whoHasPaidWrites() {
            Minted key = auth.key();
            auth.answerWith(key, "tenant_status", "active");

            assertThat(billed("POST", key).status()).isEqualTo(200);
            assertThat(billed("POST", auth.key()).status())
                    .as("also when nothing is said")
                    .isEqualTo(200);
        }

        @Test
        void aPublishableKeyWorksOnItsRoutesFromItsPages() {
            Minted key = publishable("https://shop.example");

            assertThat(client.get("/ops/page", "X-API-Key", key.credential(), "Origin", "https://shop.example")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get("/ops/page", "X-API-Key", publishable().credential())
                            .status())
                    .as("from everywhere when it names no pages")
                    .isEqualTo(200);
        }

        @Test
        void aKeyInTheQueryOrInBasicIsReadWhereTheRouteSaysSoAndNotPassedOn() {
            Minted key = publishable();
            String basic =
                    Base64.getEncoder().encodeToString((key.credential() + ":").getBytes(StandardCharsets.UTF_8));

            Answer query = client.get("/ops/page?a=1&apiKey=" + key.credential());
            assertThat(query.status()).isEqualTo(200);
            assertThat(query.json().getString("uri")).isEqualTo("/ops/page?a=1");
            Answer header = client.post("/ops/page?apiKey=other", "", "Authorization", "Basic " + basic);
            assertThat(header.status()).isEqualTo(200);
            assertThat(header.json().getString("uri")).isEqualTo("/ops/page");
            assertThat(header.body()).doesNotContain(basic);
        }
    }

    @Nested
    class Status401 {

        @Test
        void aKeyOrSessionPastItsEndIsAskedForAgainAtOnce() {
            Minted key = auth.key();
            auth.answerWith(
                    key,
                    "credential_expires_at",
                    Instant.now(clock).plusSeconds(5).getEpochSecond());
            assertThat(billed("GET", key).status()).isEqualTo(200);
            auth.refuse(key.credential(), 401, "EXPIRED_API_KEY");
            assertThat(billed("GET", key).status()).isEqualTo(200);

            clock.pass(Duration.ofSeconds(6));

            assertThat(billed("GET", key).code()).isEqualTo("EXPIRED_API_KEY");
        }

        @Test
        void queryAndBasicAreNoCredentialElsewhere() {
            String key = auth.key("read").credential();

            assertThat(client.get("/api/v1/events?apiKey=" + key).code()).isEqualTo("UNAUTHENTICATED");
        }
    }

    @Nested
    class Status402 {

        @Test
        void unpaidBillsStopBilledWrites() {
            for (String status : new String[] {"past_due", "cancelled"}) {
                Minted key = auth.key();
                auth.answerWith(key, "tenant_status", status);

                for (String method : new String[] {"POST", "PUT", "PATCH"}) {
                    Answer answer = billed(method, key);
                    assertThat(answer.status()).isEqualTo(402);
                    assertThat(answer.code()).isEqualTo("PAYMENT_REQUIRED");
                }
            }
        }

        @Test
        void eventsAreBilled() {
            Minted key = auth.key("write");
            auth.answerWith(key, "tenant_status", "past_due");

            for (String path : new String[] {"/api/v1/ingest/events", "/api/v1/ingest/events/batch"}) {
                assertThat(client.post(path, "{}", "X-API-Key", key.credential())
                                .status())
                        .isEqualTo(402);
            }
        }
    }

    @Nested
    class Status403 {

        @Test
        void aPublishableKeyFromAnotherPageOrFromNone() {
            Minted key = publishable("https://shop.example");

            assertThat(client.get("/ops/page", "X-API-Key", key.credential(), "Origin", "https://evil.example")
                            .code())
                    .isEqualTo("FORBIDDEN");
            assertThat(client.get("/ops/page", "X-API-Key", key.credential()).code())
                    .isEqualTo("FORBIDDEN");
        }

        @Test
        void whoUsesGoodKeysWhereTheyMayNotBeUsedIsChargedAndNotTheirOwners() {
            Minted key = auth.key("read");
            Minted elsewhere = auth.key("read");
            auth.allow(elsewhere, "192.0.2.1");
            for (int i = 0; i < 50; i++) {
                Answer noScope = client.post("/api/v1/ingest/events", "{}", "X-API-Key", key.credential());
                assertThat(noScope.code()).isEqualTo("MISSING_SCOPE");
                assertThat(client.get("/ops/secret", "X-API-Key", elsewhere.credential())
                                .code())
                        .isEqualTo("FORBIDDEN");
            }

            assertThat(client.post("/api/v1/ingest/events", "{}", "X-API-Key", key.credential())
                            .status())
                    .isEqualTo(429);
            assertThat(client.get("/ops/secret", "X-API-Key", elsewhere.credential())
                            .status())
                    .isEqualTo(429);
            Answer good = client.get("/ops/secret", "X-API-Key", key.credential());
            assertThat(good.status()).isEqualTo(200);
            assertThat(good.header("RateLimit")).contains("\"key\";r=999;");
            assertThat(new GatewayClient(base)
                            .post("/api/v1/ingest/events", "{}", "X-API-Key", key.credential())
                            .status())
                    .as("another address")
                    .isEqualTo(403);
        }

        @Test
        void aPublishableKeyOnARouteThatIsNotForPages() {
            Minted key = publishable();

            assertThat(client.get("/ops/secret", "X-API-Key", key.credential()).code())
                    .isEqualTo("FORBIDDEN");
        }
    }
}
