package io.breakwater.auth.exchange;

import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code POST /internal/credentials/exchange} and {@code describe}. */
@ApplicationScoped
class ExchangeRoute {

    private final InternalRoutes routes;
    private final CredentialExchange exchange;

    ExchangeRoute(InternalRoutes routes, CredentialExchange exchange) {
        this.routes = routes;
        this.exchange = exchange;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(
                management.router(),
                HttpMethod.POST,
                "/internal/credentials/exchange",
                request -> exchange.exchange(request.body(ExchangeRequest.class)));
        routes.add(
                management.router(),
                HttpMethod.POST,
                "/internal/credentials/describe",
                request -> exchange.describe(request.body(DescriptionRequest.class)));
    }
}
