package io.breakwater.admin.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the other services' streams are read. */
@ConfigMapping(prefix = "breakwater.intake")
interface IntakeConfig {

    /** Whether this process reads; at least one must. */
    @WithDefault("true")
    boolean enabled();

    /** How often a reader looks whether its stream has something new. */
    @WithDefault("200ms")
    Duration pollInterval();

    /** How many entries one transaction takes in, 1 to 10,000. */
    @WithDefault("500")
    int batchSize();

    /** How long Redis may take to answer. */
    @WithDefault("5s")
    Duration timeout();
}
