package io.breakwater.gateway.entry;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Puts the gateway before everything else on the public port: before any body handler, route or error page. */
@Singleton
final class GatewayRouter {

    private final GatewayHandler handler;

    GatewayRouter(GatewayHandler handler) {
        this.handler = handler;
    }

    void register(@Observes Router router) {
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(context -> handler.handle(context.request()))
                .failureHandler(this::refused);
    }

    /** The router itself refuses targets that are no path, before any handler sees them. */
    private void refused(RoutingContext context) {
        handler.unroutable(context.request(), context.failure());
    }
}
