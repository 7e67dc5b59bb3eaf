package io.breakwater.ingest.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log of accepted events is spoken to. */
@ConfigMapping(prefix = "breakwater.ingest.stream")
public interface StreamConfig {

    /** How long one command may take before the event is answered as unavailable. */
    @WithDefault("2s")
    Duration timeout();

    /** Connections that are held open to each Redis node, each pipelining any number of commands. */
    @WithDefault("2")
    int connections();

    /** How often Redis is asked whether it syncs its append-only file with every write. */
    @WithDefault("10s")
    Duration durabilityCheck();
}
