package io.breakwater.ingest.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How far the conservation report looks. */
@ConfigMapping(prefix = "breakwater.ingest.report")
public interface ReportConfig {

    /** Entries of the log that one report reads at most; beyond that it says that it is not complete. */
    @WithDefault("100000")
    int maxInFlightScan();

    /** How often it is looked whether the report of all tenants balances. */
    @WithDefault("1m")
    Duration checkEvery();
}
