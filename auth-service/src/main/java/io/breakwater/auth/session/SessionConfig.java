package io.breakwater.auth.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions and their tokens live. */
@ConfigMapping(prefix = "breakwater.session")
interface SessionConfig {

    /** Life of an access token. */
    @WithDefault("15m")
    Duration accessToken();

    /** A session that is not refreshed for this long ends. */
    @WithDefault("14d")
    Duration idle();

    /** A session ends after this long, however busy. */
    @WithDefault("90d")
    Duration absolute();

    /** For how long after its use a refresh token still gives the same successor. */
    @WithDefault("10s")
    Duration refreshGrace();
}
