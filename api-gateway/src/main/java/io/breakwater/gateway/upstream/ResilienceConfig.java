package io.breakwater.gateway.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is borne from an upstream. */
@ConfigMapping(prefix = "breakwater.resilience")
public interface ResilienceConfig {

    /** How many failures in a row take an address out. */
    @WithDefault("5")
    int failures();

    /** How long an address is out the first time; each further time in succession doubles it. */
    @WithDefault("1s")
    Duration outAtFirst();

    /** How long an address is out at most. */
    @WithDefault("30s")
    Duration outAtMost();

    /** Which share of the requests to one upstream may be repeated. */
    @WithDefault("0.2")
    double retryShare();

    /** How many requests to one upstream may be repeated each second, however few requests there are. */
    @WithDefault("3")
    int retriesPerSecond();
}
