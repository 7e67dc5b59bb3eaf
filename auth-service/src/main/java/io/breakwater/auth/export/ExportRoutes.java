package io.breakwater.auth.export;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The internal route by which admin-service gathers what is held of a tenant. */
@ApplicationScoped
class ExportRoutes {

    private static final String EXPORTS = "/internal/exports";

    private final InternalRoutes routes;
    private final TenantExport tenants;

    ExportRoutes(InternalRoutes routes, TenantExport tenants) {
        this.routes = routes;
        this.tenants = tenants;
    }

    /**
     * Whose data is asked for.
     *
     * @param participantId for other services; participants are not known here
     */
    private record Order(@Nullable UUID tenantId, @Nullable String participantId) {

        UUID requireTenant() {
            if (tenantId == null) {
                throw ProblemException.invalidField("tenant_id", "must not be null");
            }
            if (participantId != null) {
                throw ProblemException.invalidField("participant_id", "is not known here");
            }
            return tenantId;
        }

        /** Without the participant. */
        @Override
        public String toString() {
            return "Order[" + tenantId + "]";
        }
    }

    void register(@Observes ManagementInterface management) {
        routes.addStream(
                management.router(),
                HttpMethod.POST,
                EXPORTS,
                (request, lines) -> tenants.tell(request.body(Order.class).requireTenant(), lines));
    }
}
