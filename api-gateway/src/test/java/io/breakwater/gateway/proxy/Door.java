package io.breakwater.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.client.Caller;
import io.breakwater.gateway.route.Route;
import io.breakwater.gateway.route.TestTables;
import io.breakwater.gateway.tracing.Trace;
import io.breakwater.gateway.upstream.ResilienceConfig;
import io.breakwater.gateway.upstream.TestUpstreams;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A forwarder behind a server of its own, without the rest of the gateway: real sockets on both sides, and any route and
 * configuration. A refusal is answered with its status and the name of its code.
 */
final class Door implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final Route route;
    private final Forwarder forwarder;
    private final Leftovers leftovers;
    private final HttpServer server;
    private final ConcurrentLinkedQueue<OpenExchange> exchanges = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<OutgoingBody> bodies = new ConcurrentLinkedQueue<>();

    /**
     * @param settings by their names below {@code breakwater.proxy}
     */
    Door(URI upstream, Duration timeout, Map<String, String> settings) {
        this(
                "timeout: " + timeout.toMillis() + "ms",
                settings.entrySet().stream()
                        .collect(Collectors.toMap(setting -> "proxy." + setting.getKey(), Map.Entry::getValue)),
                upstream);
    }

    /**
     * @param options of the route, as in a routes file
     * @param settings by their names below {@code breakwater}
     */
    Door(String options, Map<String, String> settings, URI... addresses) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(ProxyConfig.class)
                .withMapping(ResilienceConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("breakwater." + name, value));
        SmallRyeConfig config = builder.build();
        ProxyConfig proxy = config.getConfigMapping(ProxyConfig.class);
        String list = Stream.of(addresses).map(URI::toString).collect(Collectors.joining(", "));
        this.leftovers = new Leftovers(vertx, proxy);
        this.forwarder = new Forwarder(
                vertx, TestUpstreams.of(config.getConfigMapping(ResilienceConfig.class)), proxy, leftovers);
        this.route = TestTables.routeOf("""
                upstreams:
                  mine: {addresses: [%s]}
                routes:
                  - {id: mine, prefix: /own, methods: [GET, POST, PUT, DELETE], upstream: mine, credentials: [none], %s}
                """.formatted(list, options));
        this.server =
                await(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
    }

    private void handle(HttpServerRequest request) {
        request.pause();
        Caller caller = new Caller(
                "192.0.2.1", "192.0.2.1", "http", "door.example", "for=192.0.2.1;host=\"door.example\";proto=http");
        OutgoingBody body = new OutgoingBody(null);
        bodies.add(body);
        Future.succeededFuture(new Forward(request, route, request.uri(), caller, "id-1", null, body, Trace.NONE))
                .compose(forward -> {
                    OpenExchange exchange = forwarder.open(forward);
                    exchanges.add(exchange);
                    return exchange.done();
                })
                .onFailure(cause -> refuse(request, cause));
    }

    private void refuse(HttpServerRequest request, Throwable cause) {
        boolean foreseen = cause instanceof ProblemException;
        String code = foreseen
                ? ((ProblemException) cause).code().name()
                : cause.getClass().getName();
        int status = foreseen ? ((ProblemException) cause).code().status() : 500;
        request.response().setStatusCode(status).end(code);
        leftovers.discard(request);
    }

    /** Every exchange so far. */
    ConcurrentLinkedQueue<OpenExchange> exchanges() {
        return exchanges;
    }

    /** Whether the only request so far may have had an effect; to be asked when it is over. */
    boolean mayHaveTakenEffect() {
        assertThat(bodies).hasSize(1);
        return bodies.element().mayHaveTakenEffect();
    }

    Socket connect() {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a text and reads until the door closes the connection. */
    String ask(String request) {
        try (Socket socket = connect()) {
            say(socket, request);
            return rest(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A GET after which the connection is closed. */
    String get(String target) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: door.example\r\nConnection: close\r\n\r\n");
    }

    /** A POST of three bytes after which the connection is closed. */
    String post(String target) {
        return ask("POST " + target
                + " HTTP/1.1\r\nHost: door.example\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All until the end, which may be a reset. */
    static String rest(Socket socket) {
        return until(socket, "\0\0never");
    }

    /** All until a text has come, or until the end. */
    static String until(Socket socket, String end) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                if (text.indexOf(end) >= 0) {
                    return text.toString();
                }
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("nothing more came, and no end", e);
        } catch (IOException e) {
            return text + "<reset>";
        }
        return text.toString();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
