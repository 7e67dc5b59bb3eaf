package io.breakwater.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** One upstream and the connections kept to it. Safe from any event loop. */
final class Upstream {

    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final HttpClient client;
    private final URI base;
    private final String basePath;

    Upstream(Vertx vertx, String name, URI base, ProxyConfig.Proxy config) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setName(name)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(config.waiting())
                .setKeepAliveTimeout(Math.toIntExact(config.keepAlive().toSeconds()))
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false));
        this.base = base;
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    HttpClient client() {
        return client;
    }

    /**
     * @param target path and query, encoded
     */
    RequestOptions request(HttpMethod method, String target) {
        boolean secure = "https".equals(base.getScheme());
        int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
        return new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(basePath + target);
    }
}
