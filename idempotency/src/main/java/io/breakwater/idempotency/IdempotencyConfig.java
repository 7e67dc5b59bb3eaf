package io.breakwater.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long idempotency keys are held and remembered. */
@ConfigMapping(prefix = "breakwater.idempotency")
interface IdempotencyConfig {

    /** For how long a request that is running keeps others with its key away. */
    @WithDefault("60s")
    Duration lease();

    /** For how long an outcome is remembered. */
    @WithDefault("24h")
    Duration keep();

    /** How often outcomes that are too old are forgotten. */
    @WithDefault("10m")
    Duration purgeEvery();
}
