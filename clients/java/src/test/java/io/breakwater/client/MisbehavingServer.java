package io.breakwater.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers as a test tells it to, and remembers what it was asked. */
final class MisbehavingServer implements AutoCloseable {

    final List<Received> received = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private MisbehavingServer(Script script) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    static MisbehavingServer answering(Script script) {
        return new MisbehavingServer(script);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            var request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Instant.now());
            received.add(request);
            var reply = script.reply(request, received.size());
            if (reply.status() == Reply.HANG_UP.status()) {
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    /** What to answer to a request, which is so many in all. */
    interface Script {
        Reply reply(Received request, int count);
    }

    record Received(String method, URI uri, Map<String, List<String>> headers, String body, Instant at) {

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findAny();
        }
    }

    record Reply(int status, String body, Map<String, String> headers) {

        static final Reply HANG_UP = new Reply(0, "", Map.of());

        static Reply json(int status, String body) {
            return new Reply(status, body, Map.of("Content-Type", "application/json"));
        }

        static Reply problem(int status, String code) {
            var body = """
                    {"type":"urn:breakwater:problem:x","title":"%2$s","status":%1$d,"detail":"It says why.","code":"%2$s",
                     "request_id":"request-1","kind":"api_keys","errors":[{"path":"name","message":"must not be blank"}]}""".formatted(status, code);
            return new Reply(status, body, Map.of("Content-Type", "application/problem+json"));
        }

        static Reply unavailable() {
            return problem(503, "SERVICE_UNAVAILABLE");
        }

        Reply with(String header, String value) {
            var all = new HashMap<>(headers);
            all.put(header, value);
            return new Reply(status, body, all);
        }
    }
}
