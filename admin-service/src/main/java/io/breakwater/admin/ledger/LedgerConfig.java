package io.breakwater.admin.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long erasures are done again after a restore, and how often that is looked for. */
@ConfigMapping(prefix = "breakwater.erasures")
public interface LedgerConfig {

    /**
     * How long the oldest backup of PostgreSQL or Redis is kept. A receipt says when the last backup that is older than the
     * erasure expires; erasures older than this are not compared any more.
     */
    @WithDefault("30d")
    Duration backupRetention();

    /** How often the ledgers are compared after the start, for a Redis that was restored meanwhile. */
    @WithDefault("10m")
    Duration compareEvery();

    /** How long one command to Redis may take. */
    @WithDefault("5s")
    Duration redisTimeout();
}
