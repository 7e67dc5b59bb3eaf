package io.breakwater.ingest.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How accepted events are brought to PostgreSQL. */
@ConfigMapping(prefix = "breakwater.ingest.worker")
public interface WorkerConfig {

    /**
     * How long a partition stays with a worker that does not renew its lease; renewed, and looked for others' that are
     * free, at a third of it. Others go on after four thirds of it at most.
     */
    @WithDefault("3s")
    Duration leaseTtl();

    /** Events in one transaction, at most; divided between the partitions that it takes from. */
    @WithDefault("1000")
    int batchSize();

    /** Transactions at the same time; each holds a database connection and takes from its share of the partitions. */
    @WithDefault("2")
    int concurrency();

    /**
     * The shortest wait between two looks for new events; doubled while there are none. A longer one gathers more events into
     * one transaction, which then costs less for each.
     */
    @WithDefault("50ms")
    Duration idleMin();

    /** The longest wait between two looks for new events. */
    @WithDefault("100ms")
    Duration idleMax();

    /** The first wait after a failure of PostgreSQL or Redis; doubled while it lasts. */
    @WithDefault("100ms")
    Duration retryMin();

    /** The longest wait after a failure of PostgreSQL or Redis: so much later than they the worker may be back. */
    @WithDefault("1s")
    Duration retryMax();

    /** Attempts at a single event that PostgreSQL refuses, before it is kept as dead. */
    @WithDefault("5")
    int attempts();

    /** How long a partition is left to others after an entry was met that only a newer version reads. */
    @WithDefault("10s")
    Duration newerVersionPause();

    /** How often the log is checked for loss and trimmed where nothing new arrives. */
    @WithDefault("5s")
    Duration upkeep();

    /** How long processed entries are kept in the log. */
    @WithDefault("1m")
    Duration retention();

    /** How long an orderly stop waits for the batches that are being processed. */
    @WithDefault("10s")
    Duration stopWithin();
}
