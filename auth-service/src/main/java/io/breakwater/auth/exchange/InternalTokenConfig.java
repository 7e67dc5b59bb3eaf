package io.breakwater.auth.exchange;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long internal tokens live. */
@ConfigMapping(prefix = "breakwater.internal-token")
interface InternalTokenConfig {

    /**
     * Life of a token. It is given out until half of it is over, so the other half must outlive what gateways serve while
     * this service is away (5 min).
     */
    @WithDefault("12m")
    Duration lifetime();

    /** How many tokens are kept to be given out again. */
    @WithDefault("20000")
    int cacheSize();
}
