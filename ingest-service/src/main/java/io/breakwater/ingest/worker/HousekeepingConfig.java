package io.breakwater.ingest.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What is made ahead and cleared away in PostgreSQL. */
@ConfigMapping(prefix = "breakwater.ingest.housekeeping")
public interface HousekeepingConfig {

    /** How often the partitions of the months ahead are made; also done at start. */
    @WithDefault("24h")
    Duration partitionsEvery();

    /** How many months ahead there are partitions for. */
    @WithDefault("3")
    int monthsAhead();

    /**
     * How long events, dead letters and facts are kept, by whole months; longer than message ids are. Where it is not set,
     * none is dropped but by erasures.
     */
    Optional<Duration> eventRetention();

    /** How long a client's message id is remembered. */
    @WithDefault("30d")
    Duration dedupeRetention();

    /** How often message ids that are too old are forgotten. */
    @WithDefault("10m")
    Duration dedupeExpiryEvery();

    /** How many message ids are forgotten in one transaction. */
    @WithDefault("5000")
    int dedupeExpiryBatch();
}
