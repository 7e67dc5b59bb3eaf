package io.breakwater.gateway.proxy;

import io.breakwater.gateway.route.UpstreamsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Passes requests on to their upstreams. Safe from any event loop. */
@Singleton
public final class Forwarder {

    private final Vertx vertx;
    private final Map<String, Upstream> upstreams = new HashMap<>();

    Forwarder(Vertx vertx, UpstreamsConfig upstreams, ProxyConfig config) {
        this.vertx = vertx;
        upstreams
                .byName()
                .forEach((name, base) -> this.upstreams.put(name, new Upstream(vertx, name, base, config.proxy())));
    }

    /**
     * Must be called on the request's event loop.
     *
     * @return done when the answer is written to its end, was broken off, or the client has gone; fails with a
     *     {@link io.breakwater.common.problem.ProblemException} when nothing of an answer was written
     */
    public Future<Void> forward(Forward request) {
        Upstream upstream = Objects.requireNonNull(upstreams.get(request.route().upstream()), "a validated upstream");
        return new Forwarding(vertx, request, upstream).start();
    }
}
