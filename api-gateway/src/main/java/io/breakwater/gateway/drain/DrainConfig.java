package io.breakwater.gateway.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The end of the process. */
@ConfigMapping(prefix = "breakwater.drain")
public interface DrainConfig {

    /**
     * How long everything is still served after the process was told to end and says that it is not ready; longer than a
     * load balancer takes to notice.
     */
    @WithDefault("1s")
    Duration delay();

    /** How long requests in progress are waited for after that. */
    @WithDefault("25s")
    Duration timeout();
}
