package io.breakwater.ingest.erasure;

import io.breakwater.internal.InternalRequest;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** The internal route by which admin-service has participants and tenants erased. */
@ApplicationScoped
class ErasureRoutes {

    private static final String PATH = "/internal/erasures";

    private final InternalRoutes routes;
    private final Erasures erasures;
    private final Clock clock;

    ErasureRoutes(InternalRoutes routes, Erasures erasures, Clock clock) {
        this.routes = routes;
        this.erasures = erasures;
        this.clock = clock;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(management.router(), HttpMethod.POST, PATH, this::erase);
    }

    private ErasureAnswer erase(InternalRequest request) {
        Erasure erasure = request.body(ErasureRequest.class).validated(clock.instant());
        return erasures.work(erasure, request.actor());
    }
}
