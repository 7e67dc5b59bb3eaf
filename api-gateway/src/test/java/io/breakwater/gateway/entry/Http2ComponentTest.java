package io.breakwater.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.gateway.testing.FakeUpstream;
import io.breakwater.gateway.testing.GatewayClient;
import io.breakwater.gateway.testing.Surroundings;
import io.breakwater.localstack.testing.StoresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests as streams of one connection: each is passed on, broken off and bounded on its own. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(StoresTestResource.class)
@QuarkusTestResource(Surroundings.class)
class Http2ComponentTest {

    private static final long CANCEL = 8;

    @Inject
    HttpServer server;

    @Inject
    Vertx vertx;

    FakeUpstream upstream;
    HttpClient client;
    String address;

    @BeforeEach
    void connect() {
        address = new GatewayClient(URI.create("https://localhost")).address();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true)
                .setHttp2MaxPoolSize(1)
                .setDefaultHost("localhost")
                .setDefaultPort(server.getSecurePort()));
    }

    @AfterEach
    void disconnect() {
        await(client.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpClientRequest request(HttpMethod method, String target) {
        return await(client.request(
                        new RequestOptions().setMethod(method).setURI(target).setTimeout(20_000)))
                .putHeader("X-Forwarded-For", address);
    }

    @Test
    void bodiesPassInBothDirections() {
        Buffer body = Buffer.buffer(new byte[700_000]);

        HttpClientRequest given = request(HttpMethod.POST, "/ops/echo");
        Buffer echo = await(given.send(body).compose(HttpClientResponse::body));

        assertThat(given.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(new JsonObject(echo).getInteger("bytes")).isEqualTo(700_000);
        Buffer large = await(request(HttpMethod.GET, "/ops/echo?do=big").send().compose(HttpClientResponse::body));
        assertThat(large.length()).isEqualTo(3_000_000);
    }

    @Test
    void anAnswerPassesAsItComes() {
        HttpClientResponse answer =
                await(request(HttpMethod.GET, "/ops/events?do=stall").send().map(HttpClientResponse::pause));
        CompletableFuture<String> first = new CompletableFuture<>();
        answer.handler(piece -> first.complete(piece.toString()));
        answer.exceptionHandler(ignored -> {});
        answer.resume();

        assertThat(first.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("first");
        answer.request().reset(CANCEL);
    }

    @Test
    void resettingAStreamCancelsItAtTheUpstreamAndLeavesTheOthers() {
        int requests = upstream.requests();
        int cancelled = upstream.cancelled();
        HttpClientRequest given = request(HttpMethod.GET, "/ops/echo?do=hang").exceptionHandler(ignored -> {});
        var _ = given.send();
        Awaitility.await().until(() -> upstream.requests() > requests);

        given.reset(CANCEL);

        Awaitility.await().until(() -> upstream.cancelled() > cancelled);
        assertThat(await(request(HttpMethod.GET, "/ops/echo").send()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUpstreamThatBreaksOffResetsItsStreamOnly() {
        HttpClientRequest cut = request(HttpMethod.GET, "/ops/echo?do=cut");

        assertThatThrownBy(() -> await(cut.send().compose(HttpClientResponse::body)))
                .hasStackTraceContaining("reset");

        HttpClientRequest next = request(HttpMethod.GET, "/ops/echo");
        assertThat(next.connection()).isSameAs(cut.connection());
        assertThat(await(next.send()).statusCode()).isEqualTo(200);
    }

    @Test
    void headersBeyondTheLimitAreRefused() {
        HttpClientRequest large = request(HttpMethod.GET, "/ops/echo");
        large.putHeader("X-Large", "x".repeat(30_000));
        int requests = upstream.requests();

        Future<Integer> status = large.send().map(HttpClientResponse::statusCode);

        Awaitility.await().until(status::isComplete);
        assertThat(status.succeeded() ? status.result() : 431).isEqualTo(431);
        assertThat(upstream.requests()).isEqualTo(requests);
    }

    @Test
    void whoResetsStreamAfterStreamIsDisconnected() {
        List<HttpClientRequest> begun = new CopyOnWriteArrayList<>();
        HttpClientRequest first = request(HttpMethod.GET, "/ops/echo?do=hang");
        CompletableFuture<Void> closed = new CompletableFuture<>();
        first.connection().closeHandler(ignored -> closed.complete(null));
        first.connection().goAwayHandler(away -> closed.complete(null));

        resetOneAfterTheOther(closed, begun, 0);

        assertThat(closed.orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(begun.size()).isLessThan(1000);
        disconnect();
        connect();
        assertThat(await(request(HttpMethod.GET, "/ops/echo").send()).statusCode())
                .as("everybody else goes on")
                .isEqualTo(200);
    }

    private void resetOneAfterTheOther(CompletableFuture<Void> closed, List<HttpClientRequest> begun, int count) {
        if (closed.isDone() || count >= 1000) {
            return;
        }
        client.request(HttpMethod.GET, "/ops/echo?do=hang").onComplete(result -> {
            if (result.succeeded()) {
                HttpClientRequest request = result.result();
                begun.add(request);
                // Our own resets are no errors.
                request.exceptionHandler(ignored -> {});
                request.putHeader("X-Forwarded-For", address);
                request.sendHead().onComplete(ignored -> {
                    request.reset(CANCEL);
                    resetOneAfterTheOther(closed, begun, count + 1);
                });
            } else {
                closed.complete(null);
            }
        });
    }
}
