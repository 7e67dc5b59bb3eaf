package io.breakwater.gateway.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The public readiness answer. */
@ConfigMapping(prefix = "breakwater.readiness")
public interface HealthConfig {

    /** How long each service and Redis may take to say how they are. */
    @WithDefault("2s")
    Duration timeout();

    /** How long an answer is used again. */
    @WithDefault("1s")
    Duration keep();
}
