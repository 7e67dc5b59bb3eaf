package io.breakwater.gateway.health;

import io.breakwater.gateway.connection.Connections;
import io.breakwater.gateway.route.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** This process can serve when its table of routes is loaded, until it is told to end; stores and services are not its readiness. */
@Readiness
@ApplicationScoped
class OwnReadiness implements HealthCheck {

    private final Routes routes;
    private final Connections connections;

    OwnReadiness(Routes routes, Connections connections) {
        this.routes = routes;
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes")
                .status(!routes.table().routes().isEmpty() && !connections.isDraining())
                .build();
    }
}
