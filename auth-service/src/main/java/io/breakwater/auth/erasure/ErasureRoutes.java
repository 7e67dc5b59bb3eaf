package io.breakwater.auth.erasure;

import io.breakwater.auth.administrator.ActingAdministrator;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The internal routes by which admin-service has people and tenants erased. */
@ApplicationScoped
class ErasureRoutes {

    private static final String USER = "/internal/erasures/users/:id";
    private static final String TENANT = "/internal/erasures/tenants/:id";

    private final InternalRoutes routes;
    private final UserErasure users;
    private final TenantErasure tenants;

    ErasureRoutes(InternalRoutes routes, UserErasure users, TenantErasure tenants) {
        this.routes = routes;
        this.users = users;
        this.tenants = tenants;
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
                request -> tenants.erase(request.id(), ActingAdministrator.event("tenant.erased", request)));
    }
}
