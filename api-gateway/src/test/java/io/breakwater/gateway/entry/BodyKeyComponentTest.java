package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.FakeAuth;
import io.breakwater.gateway.testing.FakeAuth.Minted;
import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.GatewayClient.Answer;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The routes that pages and beacons call with their key in the body, by status. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class BodyKeyComponentTest {

    private static final String EVENTS = "/api/v1/sdk/events";
    private static final String PAGE = "https://shop.example";
    private static final String[] JSON = {"Content-Type", "application/json"};

    @TestHTTPResource("/")
    URI base;

    @Inject
    MeterRegistry meters;

    FakeAuth auth;
    FakeUpstream upstream;
    GatewayClient client;

    @BeforeEach
    void newAddress() {
        auth.reset();
        client = new GatewayClient(base);
    }

    private Minted publishable() {
        Minted key = auth.key("events:write");
        auth.publish(key);
        auth.answerWith(key, "allowed_origins", new JsonArray(List.of(PAGE)));
        return key;
    }

    private static String body(Minted key) {
        return "{ \"_apiKey\" : \"" + key.credential() + "\", \"events\":[ 1.50 ] }";
    }

    @Nested
    class Status200 {

        @Test
        void theKeyIsCutOutAndNothingElseIsChanged() {
            for (String type : new String[] {"application/json", "text/plain;charset=UTF-8"}) {
                Answer answer =
                        client.post(EVENTS + "?do=body", body(publishable()), "Content-Type", type, "Origin", PAGE);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("{ \"events\":[ 1.50 ] }");
            }
        }

        @Test
        void theUpstreamIsToldTheNewLengthAndTheToken() {
            Minted key = publishable();

            Answer answer = client.post(EVENTS, body(key), "Content-Type", "application/json", "Origin", PAGE);

            assertThat(answer.json().getJsonObject("headers").getJsonArray("content-length"))
                    .containsExactly("21");
            assertThat(answer.json().getJsonObject("headers").getJsonArray("authorization"))
                    .containsExactly("Bearer internal-of-" + key.id());
            assertThat(answer.body()).doesNotContain(key.credential());
        }

        @Test
        void whatIsInItIsPassedOnToNobodyAlsoWhereAHeaderOrTheQueryIsEnough() {
            String body = "{\"_apiKey\":\"other\", \"a\":1}";
            String key = publishable().credential();
            String[] page = {"Origin", PAGE, "Content-Type", "text/plain"};

            assertThat(client.post(
                                    EVENTS + "?do=body",
                                    body,
                                    Stream.concat(Stream.of("X-API-Key", key), Stream.of(page))
                                            .toArray(String[]::new))
                            .body())
                    .isEqualTo("{\"a\":1}");
            assertThat(client.post(EVENTS + "?do=body&apiKey=" + key, body, page)
                            .body())
                    .isEqualTo("{\"a\":1}");
        }

        @Test
        void whatSaysThatItIsNoJsonPassesUnread() {
            assertThat(client.post(
                                    EVENTS + "?do=body",
                                    "{\"_apiKey\":\"other\"}",
                                    "X-API-Key",
                                    publishable().credential(),
                                    "Origin",
                                    PAGE,
                                    "Content-Type",
                                    "application/octet-stream")
                            .body())
                    .isEqualTo("{\"_apiKey\":\"other\"}");
        }

        @Test
        void aBodyInPiecesAfterAnInvitationIsTheSame() {
            String body = body(publishable());

            String answer = client.raw(
                    GatewayClient.head(
                                    "POST " + EVENTS + "?do=body HTTP/1.1",
                                    "Host: g",
                                    "Connection: close",
                                    "Expect: 100-continue",
                                    "Origin: " + PAGE,
                                    "Content-Type: application/json",
                                    "Transfer-Encoding: chunked")
                            + Integer.toHexString(10) + "\r\n" + body.substring(0, 10) + "\r\n"
                            + Integer.toHexString(body.length() - 10) + "\r\n" + body.substring(10) + "\r\n0\r\n\r\n",
                    "\0");

            assertThat(answer)
                    .startsWith("HTTP/1.1 100")
                    .contains("HTTP/1.1 200")
                    .endsWith("{ \"events\":[ 1.50 ] }");
        }

        @Test
        void nothingIsHeldAfterwards() {
            client.post(EVENTS, body(publishable()), "Content-Type", "application/json", "Origin", PAGE);
            client.post(EVENTS, "{\"a\":1}", JSON);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(meters.get("breakwater.gateway.bodies.held")
                                    .gauge()
                                    .value())
                            .isZero());
        }
    }

    @Nested
    class Pages {

        @Test
        void aPreflightIsAnsweredForEveryOriginAndSendsNoCookies() {
            String answer = client.raw(
                    GatewayClient.head(
                            "OPTIONS " + EVENTS + " HTTP/1.1",
                            "Host: g",
                            "Connection: close",
                            "Origin: https://anyone.example",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: content-type, x-api-key"),
                    "\0");

            assertThat(answer)
                    .startsWith("HTTP/1.1 204")
                    .containsIgnoringCase("access-control-allow-origin: *\r\n")
                    .doesNotContainIgnoringCase("access-control-allow-credentials");
        }

        @Test
        void anAnswerIsReadableForThePagesOfItsKeyOnly() {
            Minted key = publishable();

            Answer good = client.get("/api/v1/sdk/config", "X-API-Key", key.credential(), "Origin", PAGE);
            assertThat(good.status()).isEqualTo(200);
            assertThat(good.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(good.header("Vary")).isEqualTo("Origin");

            Answer other =
                    client.get("/api/v1/sdk/config", "X-API-Key", key.credential(), "Origin", "https://evil.example");
            assertThat(other.status()).isEqualTo(403);
            assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(client.get("/api/v1/sdk/config", "Origin", PAGE).header("Access-Control-Allow-Origin"))
                    .as("without a key nobody is allowed")
                    .isEmpty();
        }

        @Test
        void theKeyMayStandInTheQuery() {
            Answer answer =
                    client.get("/api/v1/sdk/config?x=1&apiKey=" + publishable().credential(), "Origin", PAGE);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getString("uri")).isEqualTo("/api/v1/sdk/config?x=1");
        }
    }

    @Nested
    class Refused {

        @Test
        void with400WhenItIsThereTwice() {
            Minted key = publishable();
            String twice = "{\"_apiKey\":\"" + key.credential() + "\",\"_apiKey\":\"" + key.credential() + "\"}";

            assertThat(client.post(EVENTS, twice, JSON).code()).isEqualTo("INVALID_REQUEST");
        }

        @Test
        void with401WhenThereIsNoneToBeFound() {
            for (String body : new String[] {"{\"a\":1}", "not json", "", "[]"}) {
                assertThat(client.post(EVENTS, body, JSON).code()).isEqualTo("MISSING_API_KEY");
            }
            assertThat(client.post(EVENTS, body(publishable()), "Content-Type", "application/xml")
                            .code())
                    .isEqualTo("MISSING_API_KEY");
            assertThat(client.post(EVENTS, "{\"_apiKey\":7}", JSON).code()).isEqualTo("INVALID_API_KEY");
        }

        @Test
        void with413AboveTheRoutesLimitHoweverItIsSent() {
            String large = "{\"_apiKey\":\"x\",\"a\":\"" + "x".repeat(1000) + "\"}";

            assertThat(client.post("/ops/beacon", large, JSON).code()).isEqualTo("PAYLOAD_TOO_LARGE");
            String chunked = client.raw(
                    GatewayClient.head(
                                    "POST /ops/beacon HTTP/1.1",
                                    "Host: g",
                                    "Connection: close",
                                    "Content-Type: text/plain",
                                    "Transfer-Encoding: chunked")
                            + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n",
                    "\0");
            assertThat(chunked).startsWith("HTTP/1.1 413");
        }

        @Test
        void whereTheRouteDoesNotSaySo() {
            assertThat(client.post("/api/v1/ingest/events", body(auth.key("write")), JSON)
                            .code())
                    .isEqualTo("MISSING_API_KEY");
        }
    }
}
