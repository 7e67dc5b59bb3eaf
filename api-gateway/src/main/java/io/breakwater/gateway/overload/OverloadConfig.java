package io.breakwater.gateway.overload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is taken on at once. */
@ConfigMapping(prefix = "breakwater.overload")
public interface OverloadConfig {

    /** How late an event loop may be before requests are turned away. */
    @WithDefault("250ms")
    Duration lag();

    /** How many requests may be in progress at most, however well things go. */
    @WithDefault("10000")
    int most();

    /** How many requests may be in progress however late the event loops are. */
    @WithDefault("64")
    int least();
}
