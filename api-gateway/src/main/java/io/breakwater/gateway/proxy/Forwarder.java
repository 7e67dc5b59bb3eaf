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
    private final ProxyConfig.Proxy config;
    private final Leftovers leftovers;
    private final Map<String, Upstream> upstreams = new HashMap<>();

    Forwarder(Vertx vertx, UpstreamsConfig upstreams, ProxyConfig config, Leftovers leftovers) {
        this.vertx = vertx;
        this.config = config.proxy();
        this.leftovers = leftovers;
        upstreams
                .byName()
                .forEach((name, base) -> this.upstreams.put(name, new Upstream(vertx, name, base, config.proxy())));
    }

    /**
     * Must be called on the request's event loop.
     *
     * @throws io.breakwater.common.problem.ProblemException when it cannot even be begun
     */
    public OpenExchange open(Forward request) {
        Upstream upstream = Objects.requireNonNull(upstreams.get(request.route().upstream()), "a validated upstream");
        Forwarding forwarding = new Forwarding(vertx, request, upstream, config, leftovers);
        forwarding.start();
        return forwarding;
    }

    /** {@link #open}, for a caller that only waits for its end. */
    public Future<Void> forward(Forward request) {
        return open(request).done();
    }
}
