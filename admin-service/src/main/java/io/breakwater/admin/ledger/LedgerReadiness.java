package io.breakwater.admin.ledger;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while something that was erased may have come back with a backup. */
@Readiness
@HealthGroup("serving")
@ApplicationScoped
class LedgerReadiness implements HealthCheck {

    private final LedgerWatch watch;

    LedgerReadiness(LedgerWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Erasure ledger")
                .status(watch.isReady())
                .build();
    }
}
