package io.breakwater.admin.peer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often a call to another service is tried, and when it is not tried any more. Time-outs are quarkus.rest-client's. */
@ConfigMapping(prefix = "breakwater.peers")
interface PeerConfig {

    /** How many more times an idempotent call is tried after it failed. */
    @WithDefault("2")
    int retries();

    /** How long to wait before it is tried again. */
    @WithDefault("50ms")
    Duration retryDelay();

    /** By how much at most that wait is longer or shorter, so that callers do not come together. */
    @WithDefault("25ms")
    Duration retryJitter();

    /** Over how many of the last calls failures are counted. */
    @WithDefault("10")
    int breakerCalls();

    /** Which part of those must have failed before calls are refused at once; above 0, at most 1. */
    @WithDefault("0.5")
    double breakerRatio();

    /** How long calls are refused before one is let through to look. */
    @WithDefault("2s")
    Duration breakerDelay();
}
