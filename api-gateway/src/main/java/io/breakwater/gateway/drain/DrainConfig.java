package io.breakwater.gateway.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The end of the process. */
@ConfigMapping(prefix = "breakwater.drain")
public interface DrainConfig {

    /**
     * How long everything is still served after the process was told to end and says that it is not ready; longer than a
     * load balancer takes to notice.
     */
    @WithDefault("1s")
    Duration delay();

    /**
     * How long requests and streams in progress are waited for after that, while new connections are refused. What streams
     * without an end, like server-sent events and WebSockets, is cut off then. The process needs the sum of both times and up
     * to {@code breakwater.usage.stop-within} more: whoever ends it has to wait that long before killing it.
     */
    @WithDefault("25s")
    Duration timeout();
}
