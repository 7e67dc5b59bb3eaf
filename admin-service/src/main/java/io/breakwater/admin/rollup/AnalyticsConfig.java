package io.breakwater.admin.rollup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how finely is kept what tenants do. */
@ConfigMapping(prefix = "breakwater.analytics")
public interface AnalyticsConfig {

    /** How long roll-ups are kept; whole months are dropped. 8 days at least. */
    @WithDefault("400d")
    Duration keep();

    /** How many names of events are counted apart, per tenant and environment; all others are counted together. */
    @WithDefault("1000")
    int eventNames();

    /** For how many months ahead partitions are made; 0 to 36. */
    @WithDefault("3")
    int monthsAhead();

    /**
     * How long after its end a UTC day's hours are packed into one row. What comes later still is added at the next
     * upkeep. 0 at least.
     */
    @WithDefault("3h")
    Duration packAfter();

    /** How often partitions are made and dropped, days are packed and old minutes are forgotten. */
    @WithDefault("1h")
    Duration upkeepEvery();
}
