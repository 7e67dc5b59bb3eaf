package io.breakwater.auth.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.administrator.ActingAdministrator;
import io.breakwater.internal.InternalRoutes;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The internal routes by which admin-service shows and edits plans. */
@ApplicationScoped
class PlanRoutes {

    private static final String PLANS = "/internal/plans";
    private static final String PLAN = "/internal/plans/:id";

    private final InternalRoutes routes;
    private final Plans plans;

    PlanRoutes(InternalRoutes routes, Plans plans) {
        this.routes = routes;
        this.plans = plans;
    }

    void register(@Observes ManagementInterface management) {
        routes.add(management.router(), HttpMethod.GET, PLANS, request -> plans.list());
        routes.add(management.router(), HttpMethod.GET, PLAN, request -> plans.get(request.name()));
        routes.add(
                management.router(),
                HttpMethod.PATCH,
                PLAN,
                request -> plans.change(
                        request.name(),
                        request.body(ObjectNode.class),
                        ActingAdministrator.event("plan.changed", request)));
    }
}
