package io.breakwater.gateway.health;

import io.breakwater.gateway.route.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** This process can serve when its table of routes is loaded; stores and services are not its readiness. */
@Readiness
@ApplicationScoped
class OwnReadiness implements HealthCheck {

    private final Routes routes;

    OwnReadiness(Routes routes) {
        this.routes = routes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes")
                .status(!routes.table().routes().isEmpty())
                .build();
    }
}
