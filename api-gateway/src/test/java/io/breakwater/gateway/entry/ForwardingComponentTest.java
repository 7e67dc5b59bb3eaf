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
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams, headers and failures between client and upstream. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class ForwardingComponentTest {

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
    void methodPathQueryAndBodyArriveAsSent() {
        Answer answer = client.post("/ops/echo/a%20b/c?x=1&y=%2F", "12345");

        assertThat(answer.json().getString("method")).isEqualTo("POST");
        assertThat(answer.json().getString("uri")).isEqualTo("/rewritten/a%20b/c?x=1&y=%2F");
        assertThat(answer.json().getInteger("bytes")).isEqualTo(5);
    }

    @Test
    void spoofedIdentityForwardingAndProfileHeadersNeverArrive() {
        Answer answer = client.get(
                "/ops/echo",
                "Authorization",
                "Bearer forged",
                "X-API-Key",
                "forged",
                "X-Tenant-Id",
                "forged",
                "X_Tenant_Id",
                "forged",
                "X-Internal-Caller",
                "forged",
                "X-Error-Profile",
                "forged",
                "X-Forwarded-Port",
                "forged",
                "X-Http-Method-Override",
                "DELETE",
                "Forwarded",
                "for=forged",
                "Cookie",
                "session_token=forged; theme=dark");

        JsonObject headers = answer.json().getJsonObject("headers");
        assertThat(headers.encode()).doesNotContain("forged");
        assertThat(headers.getJsonArray("cookie")).containsExactly("theme=dark");
        assertThat(headers.getJsonArray("x-error-profile")).containsExactly("structured");
        assertThat(headers.getJsonArray("x-forwarded-for")).containsExactly(client.address());
        assertThat(headers.getJsonArray("forwarded"))
                .containsExactly(
                        "for=" + client.address() + ";host=\"" + base.getAuthority() + "\";proto=http, for=127.0.0.1");
        assertThat(headers.getJsonArray("x-forwarded-proto")).containsExactly("http");
        assertThat(headers.getJsonArray("x-forwarded-host")).containsExactly(base.getAuthority());
        assertThat(headers.containsKey("x-http-method-override")).isFalse();
    }

    @Test
    void connectionCannotStripWhatTheGatewaySets() {
        String answer = client.rawGet(
                "/ops/echo", "Connection: X-Request-Id, X-Forwarded-For, X-Error-Profile, X-Own", "X-Own: 1");

        assertThat(answer)
                .contains("\"x-request-id\"")
                .contains("\"x-forwarded-for\"")
                .contains("\"x-error-profile\"");
        assertThat(answer).doesNotContain("\"x-own\"");
    }

    @Test
    void requestIdIsTheClientsWhenWellFormedAndOnErrorsToo() {
        assertThat(client.get("/ops/echo", "X-Request-Id", "mine-1").header("X-Request-Id"))
                .isEqualTo("mine-1");
        Answer refused = client.get("/nowhere", "X-Request-Id", "mine-2");
        assertThat(refused.header("X-Request-Id")).isEqualTo("mine-2");
        assertThat(refused.json().getJsonObject("error").getString("requestId")).isEqualTo("mine-2");
        assertThat(client.get("/ops/echo", "X-Request-Id", "not well formed").header("X-Request-Id"))
                .matches("[0-9a-f-]{36}");
    }

    @Test
    void upstreamsHeadersPassExceptHopByHopAndOurOwn() {
        Answer answer = client.get("/ops/echo?do=headers");

        assertThat(answer.header("X-Upstream")).isEqualTo("yes");
        assertThat(answer.response().headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.response().headers().allValues("X-Request-Id"))
                .hasSize(1)
                .doesNotContain("of-the-upstream");
        assertThat(answer.response().headers().allValues("X-RateLimit-Limit")).containsExactly("100");
        assertThat(answer.header("X-Secret-Hop")).isEmpty();
        assertThat(answer.header("Keep-Alive")).isEmpty();
    }

    @Test
    void statusesWithoutBodyStayWithoutBody() {
        assertThat(client.get("/ops/echo?do=status&code=204").status()).isEqualTo(204);
        assertThat(client.get("/ops/echo?do=status&code=304").status()).isEqualTo(304);
        Answer head = client.send(client.to("/ops/echo").HEAD());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        String twice = client.raw(
                head("HEAD /ops/echo HTTP/1.1", "Host: g")
                        + head("GET /ops/echo?do=status&code=204 HTTP/1.1", "Host: g", "Connection: close"),
                "\0");
        assertThat(twice)
                .containsIgnoringCase("content-length: ")
                .contains("200 OK")
                .contains("204 No Content")
                .doesNotContain("\"method\"");
    }

    @Test
    void firstByteOfAnAnswerArrivesBeforeTheUpstreamEnds() throws IOException {
        HttpResponse<InputStream> response =
                client.stream(client.to("/ops/echo?do=stream")).join();
        byte[] piece = new byte[64];
        long begun = System.nanoTime();

        int first = response.body().read(piece);
        assertThat(new String(piece, 0, first, StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(response.body().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("last");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void firstByteOfABodyArrivesBeforeTheClientEnds() throws IOException, InterruptedException {
        CountDownLatch arrived = upstream.nextFirstPiece();
        try (Socket socket = client.socket()) {
            OutputStream out = socket.getOutputStream();
            String head = head("POST /ops/echo HTTP/1.1", "Host: g", "Transfer-Encoding: chunked");
            out.write((head + "5\r\nfirst\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void largeAnswersPassWhole() throws IOException {
        HttpResponse<InputStream> response =
                client.stream(client.to("/ops/echo?do=big")).join();

        assertThat(response.body().readAllBytes()).hasSize(3_000_000);
    }

    @Test
    void declaredBodyAboveTheLimitIsRefusedUnread() {
        int before = upstream.requests();

        Answer answer = client.post("/ops/small", "x".repeat(1001));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(upstream.requests()).isEqualTo(before);
        assertThat(client.post("/ops/small", "x".repeat(1000)).status()).isEqualTo(200);
    }

    @Test
    void chunkedBodyAboveTheLimitIsCutOffAtTheUpstream() {
        long received = upstream.received();
        int cancelled = upstream.cancelled();

        Answer answer = client.send(client.to("/ops/small")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200_000]))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(upstream.received() - received).isLessThanOrEqualTo(1000);
        Awaitility.await().until(() -> upstream.cancelled() > cancelled || upstream.received() == received);
    }

    @Test
    void connectionLivesOnAfterARefusedBody() {
        String answers = client.raw(
                head("POST /ops/small HTTP/1.1", "Host: g", "Content-Length: 2000")
                        + "x".repeat(2000)
                        + head("GET /ops/echo HTTP/1.1", "Host: g", "Connection: close"),
                "\0");
        assertThat(answers).contains("413 Request Entity Too Large").contains("200 OK");
    }

    @Test
    void continueIsSaidOnlyToWhoMayPass() {
        String refused = client.raw(
                head("POST /ops/small HTTP/1.1", "Host: g", "Expect: 100-continue", "Content-Length: 5000"),
                "requestId");
        String welcome = client.raw(
                head("POST /ops/small HTTP/1.1", "Host: g", "Expect: 100-continue", "Content-Length: 5"),
                "100 Continue");
        assertThat(refused).doesNotContain("100 Continue").contains("413");
        assertThat(welcome).contains("100 Continue");
    }

    @Test
    void upstreamAwayIs502() {
        Answer answer = client.get("/ops/dead");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("UPSTREAM_ERROR");
        assertThat(client.post("/ops/dead", "body").status()).isEqualTo(502);
    }

    @Test
    void upstreamThatBreaksOffIs502AndOnlyIdempotentRequestsAreRepeatedOnce() {
        int before = upstream.requests();
        assertThat(client.get("/ops/echo?do=reset").status()).isEqualTo(502);
        assertThat(upstream.requests() - before).isEqualTo(2);

        int between = upstream.requests();
        assertThat(client.post("/ops/echo?do=reset", "x").status()).isEqualTo(502);
        assertThat(client.send(client.to("/ops/echo?do=reset").DELETE()).status())
                .isEqualTo(502);
        assertThat(upstream.requests() - between).isEqualTo(3);
    }

    @Test
    void upstreamTooSlowIs504AndCancelled() {
        int cancelled = upstream.cancelled();

        Answer answer = client.get("/ops/slow?do=hang");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("UPSTREAM_TIMEOUT");
        Awaitility.await().until(() -> upstream.cancelled() > cancelled);
    }

    @Test
    void answerThatStallsOrIsCutShortIsSeenToBe() {
        for (String path : new String[] {"/ops/slow?do=stall", "/ops/echo?do=cut"}) {
            HttpResponse<InputStream> response = client.stream(client.to(path)).join();
            assertThat(response.statusCode()).isEqualTo(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> response.body().readAllBytes())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientThatGoesAwayCancelsTheUpstream() throws IOException {
        int before = upstream.requests();
        int cancelled = upstream.cancelled();
        try (Socket socket = client.socket()) {
            socket.getOutputStream()
                    .write(head("GET /ops/echo?do=hang HTTP/1.1", "Host: g").getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> upstream.requests() > before);
        }

        Awaitility.await().until(() -> upstream.cancelled() > cancelled);
    }

    @Test
    void http2InClearTextIsServed() {
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .sendAsync(
                        HttpRequest.newBuilder(base.resolve("/ops/echo"))
                                .header("X-Forwarded-For", client.address())
                                .POST(BodyPublishers.ofString("hello"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(new JsonObject(response.body()).getInteger("bytes")).isEqualTo(5);
    }
}
