package io.breakwater.gateway.proxy;

import io.quarkus.runtime.configuration.MemorySize;
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

        /** How many connections one address of an upstream is given at most. */
        @WithDefault("512")
        int connections();

        /** How many requests wait for a connection to one address at most; more are answered 503. */
        @WithDefault("2000")
        int waiting();

        /** How long an idle connection is kept; shorter than what upstreams keep it. */
        @WithDefault("30s")
        Duration keepAlive();

        /** How long a client may send nothing in the middle of a request's body. */
        @WithDefault("30s")
        Duration bodyIdleTimeout();

        /** How long a request's body may take in all. */
        @WithDefault("5m")
        Duration bodyTimeout();

        /**
         * How much memory the bodies may take in all that are read whole before their request is passed on, because a key may
         * stand in them; requests beyond that are answered 503. A body takes three times its length. Half of it is kept for
         * requests that carry a good credential elsewhere.
         */
        @WithDefault("64M")
        MemorySize heldBodies();

        /** How much of that one address may take, IPv6 by /64; a body that would take more by itself is answered 413. */
        @WithDefault("8M")
        MemorySize heldBodiesPerAddress();

        /** How long such a body may take in all. */
        @WithDefault("10s")
        Duration heldBodyTimeout();

        /** How long an answer may take in all from its head on. */
        @WithDefault("15m")
        Duration answerTimeout();

        /** How long a client may take nothing of an answer that waits for it. */
        @WithDefault("30s")
        Duration clientIdleTimeout();

        /** How long the rest of a request's body is still read after its answer, before the client is cut off. */
        @WithDefault("2s")
        Duration linger();
    }
}
