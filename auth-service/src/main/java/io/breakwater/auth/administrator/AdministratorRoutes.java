package io.breakwater.auth.administrator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The internal routes by which admin-service manages platform administrators. */
@ApplicationScoped
class AdministratorRoutes {

    private static final String ADMINISTRATORS = "/internal/administrators";
    private static final String ADMINISTRATOR = "/internal/administrators/:id";

    private final InternalRoutes routes;
    private final Administrators administrators;

    AdministratorRoutes(InternalRoutes routes, Administrators administrators) {
        this.routes = routes;
        this.administrators = administrators;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(
                management.router(),
                HttpMethod.GET,
                ADMINISTRATORS,
                request -> administrators.list(PageRequest.of(request.query("limit"), request.query("cursor"))));
        routes.add(
                management.router(),
                HttpMethod.POST,
                ADMINISTRATORS,
                request -> administrators.create(
                        request.body(AdministratorRequest.class),
                        ActingAdministrator.event("administrator.created", request)));
        routes.add(management.router(), HttpMethod.GET, ADMINISTRATOR, request -> administrators.get(request.id()));
        routes.add(
                management.router(),
                HttpMethod.PATCH,
                ADMINISTRATOR,
                request -> administrators.change(
                        request.id(),
                        request.body(ObjectNode.class),
                        ActingAdministrator.event("administrator.changed", request)));
        routes.add(
                management.router(),
                HttpMethod.DELETE,
                ADMINISTRATOR,
                request -> administrators.remove(
                        request.id(), ActingAdministrator.event("administrator.deleted", request)));
    }
}
