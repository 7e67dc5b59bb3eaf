package io.breakwater.auth.tenant;

import io.breakwater.auth.administrator.ActingAdministrator;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The internal routes by which admin-service administers tenants. */
@ApplicationScoped
class TenantRoutes {

    private static final String TENANTS = "/internal/tenants";
    private static final String TENANT = "/internal/tenants/:id";

    private final InternalRoutes routes;
    private final Tenants tenants;

    TenantRoutes(InternalRoutes routes, Tenants tenants) {
        this.routes = routes;
        this.tenants = tenants;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(
                management.router(),
                HttpMethod.GET,
                TENANTS,
                request -> tenants.list(
                        TenantFilter.of(request), PageRequest.of(request.query("limit"), request.query("cursor"))));
        routes.add(management.router(), HttpMethod.GET, TENANT, request -> tenants.detail(request.id()));
        routes.add(
                management.router(),
                HttpMethod.PATCH,
                TENANT,
                request -> tenants.change(
                        request.id(),
                        request.body(TenantChange.class),
                        ActingAdministrator.event("tenant.changed", request)));
    }
}
