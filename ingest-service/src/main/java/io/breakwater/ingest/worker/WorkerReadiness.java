package io.breakwater.ingest.worker;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether this process's worker and scheduler go round. A worker that waits for a store goes round. */
@Readiness
@HealthGroup("serving")
@ApplicationScoped
class WorkerReadiness implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WorkerLifecycle lifecycle;
    private final Housekeeping housekeeping;
    private final Clock clock;

    WorkerReadiness(WorkerLifecycle lifecycle, Housekeeping housekeeping, Clock clock) {
        this.lifecycle = lifecycle;
        this.housekeeping = housekeeping;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        boolean worker =
                lifecycle.worker().map(Worker::lastSign).map(this::isRecent).orElse(true);
        boolean scheduler = isRecent(housekeeping.lastBeat());
        return HealthCheckResponse.named("worker and scheduler")
                .status(worker && scheduler)
                .withData("worker", lifecycle.worker().isEmpty() ? "off" : worker ? "alive" : "stuck")
                .withData("scheduler", scheduler ? "alive" : "stuck")
                .build();
    }

    private boolean isRecent(Instant sign) {
        return sign.plus(PATIENCE).isAfter(clock.instant());
    }
}
