package io.breakwater.gateway.proxy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Forwarding. */
@ConfigMapping(prefix = "breakwater")
public interface ProxyConfig {

    /** Connections to upstreams. */
    Proxy proxy();

    /** Connections to upstreams. */
    interface Proxy {

        /** How long opening a connection may take. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** How many connections one upstream is given at most. */
        @WithDefault("512")
        int connections();

        /** How many requests wait for a connection to one upstream at most; more are answered 503. */
        @WithDefault("2000")
        int waiting();

        /** How long an idle connection is kept; shorter than what upstreams keep it. */
        @WithDefault("30s")
        Duration keepAlive();
    }
}
