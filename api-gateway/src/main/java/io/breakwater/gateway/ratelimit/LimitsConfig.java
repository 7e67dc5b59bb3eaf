package io.breakwater.gateway.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Rate limits. */
@ConfigMapping(prefix = "breakwater.limits")
public interface LimitsConfig {

    /** The policies by name; routes and plans refer to them by it. */
    Map<String, PolicyConfig> policies();

    /** How long an answer of Redis is waited for before a policy's {@code on-redis-lost} holds. */
    @WithDefault("250ms")
    Duration redisTimeout();

    /** How many subjects one policy counts in memory while Redis is lost; the least used are forgotten beyond that. */
    @WithDefault("100000")
    long localSubjects();

    /** One policy. */
    interface PolicyConfig {

        /** Whom it counts. */
        Policy.Subject subject();

        /** How many in a window. */
        long limit();

        /** The window; whole milliseconds, at most 31 days. */
        @WithDefault("60s")
        Duration window();

        /** How it counts. */
        @WithDefault("sliding-window")
        Policy.Algorithm algorithm();

        /** What it does while Redis cannot be asked. */
        @WithDefault("local")
        Policy.OnRedisLost onRedisLost();

        /** Whether it holds for every request with such a subject, or only on routes that name it. */
        @WithDefault("false")
        boolean everywhere();
    }
}
