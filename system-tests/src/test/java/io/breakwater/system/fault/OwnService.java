package io.breakwater.system.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A trivial service of an operator. {@code /own/quick} answers at once, {@code /own/slow} after 600 ms, both with the number
 * of bytes they were sent; {@code /own/events} is a stream of events without an end, {@code /own/words} one that ends after
 * 3.5 s, as an answer of a language model does.
 */
final class OwnService implements AutoCloseable {

    private static final long SLOW_MILLIS = 600;
    private static final long EVENT_MILLIS = 50;
    private static final int WORDS = 70;

    static {
        // Read once, when the server's class is loaded: without it each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    OwnService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/own/quick", exchange -> answer(exchange, 0));
        server.createContext("/own/slow", exchange -> answer(exchange, SLOW_MILLIS));
        server.createContext("/own/events", exchange -> stream(exchange, Integer.MAX_VALUE));
        server.createContext("/own/words", exchange -> stream(exchange, WORDS));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Routes to it: {@code /own} for keys, the streams for anyone. */
    String routes() {
        return """
                upstreams:
                  own: {addresses: ["%s"]}
                routes:
                  - {id: own, prefix: /own, methods: [GET, POST], upstream: own, credentials: [key]}
                  - {id: own-events, prefix: /own/events, methods: [GET], upstream: own, credentials: [none], streaming: true}
                  - {id: own-words, prefix: /own/words, methods: [GET], upstream: own, credentials: [none], streaming: true}
                """.formatted(url());
    }

    private void answer(HttpExchange exchange, long delayMillis) throws IOException {
        try (exchange) {
            int bytes = exchange.getRequestBody().readAllBytes().length;
            pause(delayMillis);
            byte[] answer = Integer.toString(bytes).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void stream(HttpExchange exchange, int events) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < events && !pause(EVENT_MILLIS); i++) {
                body.write("data: 1\n\n".getBytes(StandardCharsets.US_ASCII));
                body.flush();
            }
        }
    }

    /** Whether the service was closed meanwhile. */
    private boolean pause(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
