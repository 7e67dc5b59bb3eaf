package io.breakwater.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.common.identity.ServiceAssertion;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Routes on a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InternalRoutesTest {

    private static final KeyPair ADMIN = pair();
    private static final CallerTable TABLE = new CallerTable(
            "some-service", Map.of(InternalCaller.ADMIN_SERVICE, Set.of("/internal/exports", "/internal/echo")));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger written = new AtomicInteger();
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private int port;

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void serve() {
        CallerAssertions assertions = new CallerAssertions(
                Map.of(InternalCaller.ADMIN_SERVICE, List.of(ADMIN.getPublic())), TABLE.callee(), Clock.systemUTC());
        InternalRoutes routes =
                new InternalRoutes(assertions, TABLE, new ObjectMapper(), Executors.newVirtualThreadPerTaskExecutor());
        Router router = Router.router(vertx);
        routes.add(router, HttpMethod.POST, "/internal/echo", request -> request.body(Map.class));
        routes.add(router, HttpMethod.POST, "/internal/secret", request -> "nobody may");
        routes.addStream(router, HttpMethod.POST, "/internal/exports/few", (_, lines) -> {
            lines.write(Map.of("n", 1));
            lines.write(Map.of("n", 2));
        });
        routes.addStream(router, HttpMethod.POST, "/internal/exports/refused", (_, lines) -> {
            lines.write(Map.of("n", 1));
            throw ProblemException.of(ErrorCode.NOT_FOUND);
        });
        routes.addStream(router, HttpMethod.POST, "/internal/exports/broken", (_, lines) -> {
            fill(lines, 100);
            throw new IllegalStateException("half-way");
        });
        routes.addStream(router, HttpMethod.POST, "/internal/exports/endless", (_, lines) -> {
            try {
                fill(lines, 1_000_000);
            } catch (AnswerCutOffException e) {
                cutOff.countDown();
                throw e;
            }
        });
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    /** Lines of 10 KB. */
    private void fill(Lines lines, int count) {
        String text = "x".repeat(10_000);
        for (int i = 0; i < count; i++) {
            lines.write(text);
            written.incrementAndGet();
        }
    }

    @AfterAll
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpRequest.Builder post(String path, String body) {
        String authorization = new ServiceAssertion(
                        "admin-service", TABLE.callee(), ADMIN.getPrivate(), Clock.systemUTC())
                .authorization();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        return client.send(post(path, body).build(), BodyHandlers.ofString());
    }

    @Test
    void anAnswerIsJson() throws Exception {
        HttpResponse<String> answer = send("/internal/echo", "{\"n\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"n\":1}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void strangersAreRefusedAndSoIsWhatTheTableDoesNotName() throws Exception {
        HttpRequest anonymous = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/echo"))
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(client.send(anonymous, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(send("/internal/secret", "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(send("/internal/echo", "\"" + "x".repeat(40_000) + "\"").statusCode())
                .isEqualTo(413);
    }

    @Test
    void aStreamedAnswerIsOneDocumentALine() throws Exception {
        HttpResponse<String> answer = send("/internal/exports/few", "{}");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.body()).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void aFailureBeforeAnythingWasSentIsAnsweredAsOne() throws Exception {
        HttpResponse<String> answer = send("/internal/exports/refused", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("NOT_FOUND").doesNotContain("\"n\"");
    }

    @Test
    void aFailureAfterThatClosesTheConnectionInsideTheAnswer() {
        assertThatThrownBy(() -> send("/internal/exports/broken", "{}")).isInstanceOf(IOException.class);
    }

    @Test
    void aSlowReaderHoldsTheWriterUpAndOneThatLeavesEndsIt() throws Exception {
        written.set(0);
        HttpResponse<InputStream> answer =
                client.send(post("/internal/exports/endless", "{}").build(), BodyHandlers.ofInputStream());
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).hasSize(10_002);
        }

        assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(100_000);
    }
}
