package io.breakwater.admin.rollup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how finely is kept what tenants do. */
@ConfigMapping(prefix = "breakwater.analytics")
public interface AnalyticsConfig {

    /** How long hourly roll-ups are kept; whole months are dropped. 8 days at least. */
    @WithDefault("400d")
    Duration keep();

    /** How many names of events are counted apart, per tenant and environment; all others are counted together. */
    @WithDefault("1000")
    int eventNames();

    /** For how many months ahead partitions are made; 0 to 36. */
    @WithDefault("3")
    int monthsAhead();

    /** How often partitions are made and dropped and old minutes are forgotten. */
    @WithDefault("1h")
    Duration upkeepEvery();
}
