package io.breakwater.admin.export;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How archives of exports are kept. */
@ConfigMapping(prefix = "breakwater.exports")
interface ExportConfig {

    /** How long the archives of an export can be fetched. */
    @WithDefault("7d")
    Duration keep();

    /** How big one archive may get, compressed; an export that has a bigger one fails. */
    @WithDefault("5G")
    MemorySize maxArchive();
}
