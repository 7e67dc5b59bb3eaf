package io.breakwater.ingest.fact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is told of facts. */
@ConfigMapping(prefix = "breakwater.ingest.facts")
public interface FactConfig {

    /** Whether each new fact is told on the stream {@code ingest:facts}; to be switched on with its first reader. */
    @WithDefault("false")
    boolean publish();
}
