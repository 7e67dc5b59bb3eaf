package io.breakwater.auth.tenant;

import io.breakwater.auth.administrator.ActingAdministrator;
import io.breakwater.auth.paging.NumberedPage;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.internal.InternalRequest;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

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

    private Page<Tenant> list(InternalRequest request) {
        TenantFilter filter = TenantFilter.of(request);
        @Nullable String number = request.query("page");
        @Nullable String cursor = request.query("cursor");
        if (number == null) {
            return tenants.list(filter, PageRequest.of(request.query("limit"), cursor));
        }
        if (cursor != null) {
            throw ProblemException.invalidParameter("page", "and cursor exclude each other");
        }
        return tenants.list(filter, NumberedPage.of(request.query("limit"), number));
    }

    void register(@Observes ManagementInterface management) {
        routes.add(management.router(), HttpMethod.GET, TENANTS, this::list);
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
