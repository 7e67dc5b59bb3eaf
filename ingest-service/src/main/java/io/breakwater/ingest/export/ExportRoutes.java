package io.breakwater.ingest.export;

import io.breakwater.internal.InternalRequest;
import io.breakwater.internal.InternalRoutes;
import io.breakwater.internal.Lines;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The internal route by which admin-service exports participants and tenants. */
@ApplicationScoped
class ExportRoutes {

    private static final String PATH = "/internal/exports";

    private final InternalRoutes routes;
    private final Exports exports;

    ExportRoutes(InternalRoutes routes, Exports exports) {
        this.routes = routes;
        this.exports = exports;
    }

    void register(@Observes ManagementInterface management) {
        routes.addStream(management.router(), HttpMethod.POST, PATH, this::export);
    }

    private void export(InternalRequest request, Lines lines) {
        ExportRequest asked = request.body(ExportRequest.class);
        exports.write(asked.tenant(), asked.participantId(), lines);
    }
}
