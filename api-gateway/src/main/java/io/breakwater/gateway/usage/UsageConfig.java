package io.breakwater.gateway.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The counting of requests. */
@ConfigMapping(prefix = "breakwater.usage")
public interface UsageConfig {

    /** How often the counts are written to Redis. */
    @WithDefault("1s")
    Duration flushEvery();

    /** How many rows one entry of the stream holds at most; when there are as many, they are written early. */
    @WithDefault("2000")
    int rowsPerBatch();

    /** How many rows wait in memory at most while Redis is lost. */
    @WithDefault("50000")
    int rows();

    /** About how many entries the stream keeps; an unread entry beyond that is lost. */
    @WithDefault("500000")
    long streamLength();

    /** How long an orderly stop waits for the last counts to be written. */
    @WithDefault("5s")
    Duration stopWithin();
}
