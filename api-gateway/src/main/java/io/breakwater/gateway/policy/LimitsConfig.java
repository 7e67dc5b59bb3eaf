package io.breakwater.gateway.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Rate limits and quotas. */
@ConfigMapping(prefix = "breakwater.limits")
public interface LimitsConfig {

    /** The policies by name; routes and plans refer to them by it. */
    Map<String, PolicyConfig> policies();

    /** How long an answer of Redis is waited for before a policy's {@code on-redis-lost} holds. */
    @WithDefault("250ms")
    Duration redisTimeout();

    /** How many subjects are counted one by one in memory while Redis is lost, and of how many refusals and leases are remembered; beyond that the least used are forgotten. */
    @WithDefault("100000")
    long localSubjects();

    /** After how long without a sign of life a gateway is not counted among those that share a limit while Redis is lost. */
    @WithDefault("15s")
    Duration peerTimeout();

    /** The quotas that the gateway keeps. */
    QuotaConfig quotas();

    /** One policy. */
    interface PolicyConfig {

        /** Whom it counts: ip, key, key+scope, user, team, tenant or administrator. */
        @WithConverter(SubjectConverter.class)
        Policy.Subject subject();

        /** How many in a window; without it only those are limited whose plan or key says how much. */
        OptionalLong limit();

        /** The window; whole milliseconds, at most 31 days. */
        @WithDefault("60s")
        Duration window();

        /** How it counts: sliding-window or token-bucket. */
        @WithDefault("sliding-window")
        Policy.Algorithm algorithm();

        /** How many at once, for a token bucket; the limit when it is not said. */
        OptionalLong burst();

        /** Whether gateways count each request in Redis (strict) or take permits from there some at a time (leased, from 100 a second on). */
        @WithDefault("strict")
        Policy.Consistency consistency();

        /** What it does while Redis cannot be asked: open, closed or local. */
        @WithDefault("local")
        Policy.OnRedisLost onRedisLost();

        /** Whether it only counts and reports, and refuses nothing. */
        @WithDefault("false")
        boolean dryRun();

        /** Canonical path prefixes that it holds for, / for all; without any it holds for the routes that name it. */
        Optional<List<String>> paths();

        /** Canonical path prefixes that it does not hold for. */
        Optional<List<String>> exceptPaths();

        /** Methods that it holds for; all when it is not said. GET brings HEAD with it. */
        Optional<List<String>> methods();

        /** It holds only for requests that need one of these scopes; for all when it is not said. */
        Optional<List<String>> scopes();

        /** Whose requests a policy of addresses counts: those without a good credential (unauthenticated), or all. */
        @WithDefault("unauthenticated")
        Reach.ChargedRequests charge();

        /** Limits by plan, in place of the limit. */
        Map<String, Long> plans();
    }

    /** Quotas that the gateway keeps. */
    interface QuotaConfig {

        /** How many successful writes of a month a team has in the test environment, whatever its plan says. */
        @WithDefault("1000")
        long testWritesMonth();

        /** What happens to writes while Redis cannot be asked: open (they pass and are not counted) or closed (503). */
        @WithDefault("open")
        Policy.OnRedisLost onRedisLost();
    }
}
