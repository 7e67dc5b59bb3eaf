package io.breakwater.gateway.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Clients' connections. */
@ConfigMapping(prefix = "breakwater.connections")
public interface ConnectionsConfig {

    /** How long a new connection may take until the head of its first request, a TLS handshake included, is whole. */
    @WithDefault("15s")
    Duration firstHeadTimeout();

    /** How long a connection is kept after its last answer until the head of the next request is whole. */
    @WithDefault("75s")
    Duration idleTimeout();
}
