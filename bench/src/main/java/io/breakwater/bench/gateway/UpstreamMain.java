package io.breakwater.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;

/** The upstream of every variant: one event loop that answers each request with the same 48 bytes of JSON. */
final class UpstreamMain {

    /** What it answers. */
    static final String ANSWER = "{\"id\":\"0198c1f0\",\"state\":\"shipped\",\"total\":4999}\n";

    private UpstreamMain() {}

    /** The port is the one argument. */
    public static void main(String[] arguments) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        Buffer body = Buffer.buffer(ANSWER);
        CharSequence length = HttpHeaders.createOptimized(Integer.toString(body.length()));
        CharSequence type = HttpHeaders.createOptimized("application/json");
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(Integer.parseInt(arguments[0]))
                        .setTcpNoDelay(true))
                .requestHandler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CONTENT_LENGTH, length)
                        .end(body))
                .listen()
                .onFailure(cause -> {
                    System.err.println(cause);
                    System.exit(1);
                });
    }
}
