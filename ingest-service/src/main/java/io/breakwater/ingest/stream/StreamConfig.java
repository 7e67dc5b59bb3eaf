package io.breakwater.ingest.stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log of accepted events is spoken to. */
@ConfigMapping(prefix = "breakwater.ingest.stream")
public interface StreamConfig {

    /** How long one command may take before the event is answered as unavailable. */
    @WithDefault("2s")
    Duration timeout();

    /**
     * Connections that are held open to each Redis node for appends of the blocking endpoints; each event loop has one more of
     * its own. Each takes any number of commands at a time.
     */
    @WithDefault("2")
    int connections();

    /**
     * Redis' {@code stream-node-max-bytes}. Redis keeps what is deleted from a stream until the whole node is empty; an entry
     * of this size begins a node of its own, so that an erasure can drop everything before it.
     */
    @WithDefault("4K")
    MemorySize nodeBytes();

    /** How often Redis is asked whether it syncs its append-only file with every write. */
    @WithDefault("10s")
    Duration durabilityCheck();
}
