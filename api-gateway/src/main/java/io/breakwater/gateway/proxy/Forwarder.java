package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.upstream.Upstreams;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes requests on to their upstreams, over connections kept by address. Safe from any event loop. */
@Singleton
public final class Forwarder {

    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final Vertx vertx;
    private final Upstreams upstreams;
    private final ProxyConfig.Proxy config;
    private final Leftovers leftovers;
    private final HttpClient client;
    private final Set<OpenExchange> streams = ConcurrentHashMap.newKeySet();

    Forwarder(Vertx vertx, Upstreams upstreams, ProxyConfig config, Leftovers leftovers) {
        this.vertx = vertx;
        this.upstreams = upstreams;
        this.config = config.proxy();
        this.leftovers = leftovers;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setName("upstreams")
                .setConnectTimeout(Math.toIntExact(this.config.connectTimeout().toMillis()))
                .setMaxPoolSize(this.config.connections())
                .setMaxWaitQueueSize(this.config.waiting())
                .setKeepAliveTimeout(Math.toIntExact(this.config.keepAlive().toSeconds()))
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false));
    }

    /**
     * Must be called on the request's event loop.
     *
     * @throws io.breakwater.common.problem.ProblemException when it cannot even be begun
     */
    public OpenExchange open(Forward request) {
        Forwarding forwarding = new Forwarding(
                vertx, client, request, upstreams.of(request.route().upstream()), config, leftovers);
        if (request.route().options().streaming()) {
            streams.add(forwarding);
            forwarding.done().onComplete(ignored -> streams.remove(forwarding));
        }
        forwarding.start();
        return forwarding;
    }

    /** Breaks off whatever may stay open for as long as it likes. Safe from any thread. */
    public void closeStreams() {
        streams.forEach(stream -> stream.abort(ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)));
    }
}
