package io.breakwater.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.httpproxy.HttpProxy;

/**
 * What the gateway's toolkit costs without a gateway: {@code vertx-http-proxy}, on the version, the transport and the JVM flags of
 * the gateway. No credential, limit, log or metric.
 */
final class BareProxyMain {

    private static final int CONNECTIONS = 512;

    private BareProxyMain() {}

    /** Its port, and the upstream's. */
    public static void main(String[] arguments) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        HttpProxy proxy =
                HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS)));
        proxy.origin(Integer.parseInt(arguments[1]), "127.0.0.1");
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(arguments[0])))
                .requestHandler(proxy)
                .listen()
                .onFailure(cause -> {
                    System.err.println(cause);
                    System.exit(1);
                });
    }
}
