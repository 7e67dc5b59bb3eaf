package io.breakwater.auth.erasure;

import io.breakwater.auth.administrator.ActingAdministrator;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.internal.InternalRequest;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The internal routes by which admin-service has people and tenants erased. */
@ApplicationScoped
class ErasureRoutes {

    private static final String USER = "/internal/erasures/users/:id";
    private static final String TENANT = "/internal/erasures/tenants/:id";

    private final InternalRoutes routes;
    private final UserErasure users;
    private final TenantErasure tenants;
    private final ErasureReceipts receipts;

    ErasureRoutes(InternalRoutes routes, UserErasure users, TenantErasure tenants, ErasureReceipts receipts) {
        this.routes = routes;
        this.users = users;
        this.tenants = tenants;
        this.receipts = receipts;
    }

    /** The id under which the erasure is remembered; null when the caller does not ask again. */
    private static @Nullable UUID erasure(InternalRequest request) {
        @Nullable String id = request.query("erasure");
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("erasure", "must be an id").causedBy(e);
        }
    }

    void register(@Observes ManagementInterface management) {
        routes.add(
                management.router(),
                HttpMethod.POST,
                USER,
                request -> users.erase(request.id(), ActingAdministrator.event("user.erased", request)));
        routes.add(
                management.router(),
                HttpMethod.POST,
                TENANT,
                request -> receipts.once(
                        erasure(request),
                        () -> tenants.erase(request.id(), ActingAdministrator.event("tenant.erased", request))));
    }
}
