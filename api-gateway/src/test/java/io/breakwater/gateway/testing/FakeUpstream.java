package io.breakwater.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service behind the gateway. It says in JSON what it was asked; {@code ?do=…} makes it behave otherwise. On a
 * WebSocket it says one word.
 */
public final class FakeUpstream {

    private static final Iterable<String> COOKIES = List.of("a=1", "b=2");

    private final Vertx vertx;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final ConcurrentLinkedQueue<CountDownLatch> firstPieces = new ConcurrentLinkedQueue<>();

    FakeUpstream(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .webSocketHandler(socket -> socket.writeTextMessage("first"));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** How many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    /** How many were broken off by the gateway before they were answered. */
    public int cancelled() {
        return cancelled.get();
    }

    /** How many bytes of bodies have reached it. */
    public long received() {
        return received.get();
    }

    /** Is counted down when the next request has brought the first piece of its body. */
    public CountDownLatch nextFirstPiece() {
        CountDownLatch latch = new CountDownLatch(1);
        firstPieces.add(latch);
        return latch;
    }

    private void handle(HttpServerRequest request) {
        requests.incrementAndGet();
        request.response().exceptionHandler(ignored -> cancelled.incrementAndGet());
        Buffer body = Buffer.buffer();
        request.handler(piece -> {
            CountDownLatch waiting = firstPieces.poll();
            if (waiting != null) {
                waiting.countDown();
            }
            received.addAndGet(piece.length());
            body.appendBuffer(piece);
        });
        request.exceptionHandler(ignored -> {});
        String wish = request.getParam("do");
        if ("reset".equals(wish)) {
            request.connection().close();
            return;
        }
        request.endHandler(ignored -> answer(request, body, wish == null ? "echo" : wish));
    }

    private void answer(HttpServerRequest request, Buffer body, String wish) {
        switch (wish) {
            case "hang" -> {}
            case "body" -> request.response().end(body);
            case "stream" -> {
                request.response().setChunked(true).write("first");
                vertx.setTimer(700, id -> request.response().end("last"));
            }
            case "stall" -> request.response().setChunked(true).write("first");
            case "cut" -> {
                request.response().putHeader("Content-Length", "1000").write("only this");
                vertx.setTimer(100, id -> request.connection().close());
            }
            case "status" ->
                request.response()
                        .setStatusCode(Integer.parseInt(request.getParam("code")))
                        .end();
            case "big" -> request.response().end(Buffer.buffer(new byte[3_000_000]));
            case "headers" ->
                request.response()
                        .putHeader("X-Upstream", "yes")
                        .putHeader("X-Request-Id", "of-the-upstream")
                        .putHeader("X-RateLimit-Limit", "7")
                        .putHeader("Keep-Alive", "timeout=5")
                        .putHeader("Connection", "X-Secret-Hop")
                        .putHeader("X-Secret-Hop", "1")
                        .putHeader("Set-Cookie", COOKIES)
                        .end("{}");
            default -> {
                JsonObject headers = new JsonObject();
                request.headers()
                        .names()
                        .forEach(name -> headers.put(
                                name.toLowerCase(Locale.ROOT),
                                new JsonArray(request.headers().getAll(name))));
                JsonObject echo = new JsonObject()
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("headers", headers)
                        .put("bytes", body.length());
                Buffer bytes = echo.toBuffer();
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Content-Length", String.valueOf(bytes.length()))
                        .end(HttpMethod.HEAD.equals(request.method()) ? Buffer.buffer() : bytes);
            }
        }
    }
}
