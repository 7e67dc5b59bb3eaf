package io.breakwater.admin.killswitch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How kill switches get to the gateways. */
@ConfigMapping(prefix = "breakwater.kill-switches")
interface KillSwitchConfig {

    /** How often each replica compares the switches in Redis with those in PostgreSQL, and puts right what differs. */
    @WithDefault("1s")
    Duration reconcileEvery();

    /** How long one command to Redis may take. A switch for which it takes longer is answered 202. */
    @WithDefault("1s")
    Duration redisTimeout();

    /** How long a request waits for another replica that is writing to Redis. */
    @WithDefault("3s")
    Duration lockTimeout();
}
