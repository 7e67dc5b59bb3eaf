package io.breakwater.auth.keyusage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the use of keys is noted. */
@ConfigMapping(prefix = "breakwater.key-usage")
interface KeyUsageConfig {

    /** How often notes are written. */
    @WithDefault("5s")
    Duration flushEvery();

    /** How many pairs of key and address are noted between two writes; more are dropped, and counted. */
    @WithDefault("20000")
    int maxPending();

    /** For how long an address is shown after its last use. */
    @WithDefault("30d")
    Duration keepAddresses();
}
