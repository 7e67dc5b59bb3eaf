package io.breakwater.gateway.policy;

import io.breakwater.common.identity.Scopes;
import io.breakwater.gateway.policy.LimitsConfig.PolicyConfig;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import io.breakwater.gateway.policy.Policy.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the configuration into policies, collecting every mistake instead of stopping at the first. Used once. */
final class PolicyChecker {

    private static final long MAX_LIMIT = 1_000_000_000;
    private static final Duration MAX_WINDOW = Duration.ofDays(31);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern PATH = Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~!$&'()*+,=:@-]+)+");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final List<String> mistakes = new ArrayList<>();

    List<Policy> check(LimitsConfig config) {
        List<Policy> policies = new ArrayList<>();
        config.policies().forEach((name, policy) -> policies.add(policy(name, policy)));
        if (config.quotas().testWritesMonth() < 1) {
            mistakes.add("quotas: test-writes-month must be at least 1");
        }
        if (config.quotas().onRedisLost() == Policy.OnRedisLost.LOCAL) {
            mistakes.add("quotas: on-redis-lost must be open or closed; one gateway cannot know what a month has used");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The limits have mistakes:\n - " + String.join("\n - ", mistakes));
        }
        return policies;
    }

    private Policy policy(String name, PolicyConfig config) {
        String where = "policy " + name + ": ";
        if (!NAME.matcher(name).matches()) {
            mistakes.add(where + "the name is malformed");
        }
        Duration window = config.window();
        boolean windowIsGood = window.compareTo(Duration.ofMillis(1)) >= 0 && window.compareTo(MAX_WINDOW) <= 0;
        if (!windowIsGood) {
            mistakes.add(where + "window must be 1 ms to " + MAX_WINDOW.toDays() + " days");
        }
        long windowMs = windowIsGood ? window.toMillis() : 1;
        limit(where + "limit", config.limit(), windowMs);
        config.plans().forEach((plan, limit) -> limit(where + "plans." + plan, OptionalLong.of(limit), windowMs));
        limit(where + "burst", config.burst(), windowMs);
        if (config.burst().isPresent() && config.algorithm() != Algorithm.TOKEN_BUCKET) {
            mistakes.add(where + "burst is for token buckets");
        }
        if (config.burst().isPresent() && config.limit().isEmpty()) {
            mistakes.add(where + "burst needs a limit to be a part of");
        }
        if (config.algorithm() == Algorithm.PERIOD) {
            mistakes.add(where + "algorithm must be sliding-window or token-bucket");
        }
        checkLeases(where, config, windowMs);
        if (config.charge() == Reach.ChargedRequests.ALL && config.subject() != Subject.IP) {
            mistakes.add(where + "charge is for policies of addresses");
        }
        if (config.subject() == Subject.IP
                && (!config.plans().isEmpty() || config.limit().isEmpty())) {
            mistakes.add(where + "addresses have no plans: it needs a limit");
        }
        return new Policy(
                name,
                config.subject(),
                boxed(config.limit()),
                window,
                config.algorithm(),
                boxed(config.burst()),
                config.consistency(),
                config.onRedisLost(),
                config.dryRun(),
                config.plans(),
                new Reach(
                        paths(where + "paths", config.paths()),
                        paths(where + "except-paths", config.exceptPaths()),
                        known(where + "there is no method ", config.methods(), METHODS),
                        scopes(where, config.scopes()),
                        config.charge()));
    }

    private void checkLeases(String where, PolicyConfig config, long windowMs) {
        if (config.consistency() != Consistency.LEASED) {
            return;
        }
        if (config.limit().isPresent() && config.limit().getAsLong() * 1000 < Policy.LEASABLE_PER_SECOND * windowMs) {
            mistakes.add(where + "leased needs a limit of at least " + Policy.LEASABLE_PER_SECOND + " a second");
        }
        if (config.dryRun()) {
            mistakes.add(where + "what is only tried out is counted strictly");
        }
        if (config.subject() == Subject.IP) {
            mistakes.add(where + "addresses are counted strictly");
        }
    }

    private void limit(String what, OptionalLong limit, long windowMs) {
        if (limit.isPresent()) {
            long value = limit.getAsLong();
            if (value < 1 || value > MAX_LIMIT || value > Policy.EXACT / windowMs) {
                mistakes.add(what + " must be 1 to " + Math.min(MAX_LIMIT, Policy.EXACT / windowMs));
            }
        }
    }

    private List<String> paths(String what, Optional<List<String>> paths) {
        List<String> all = paths.orElse(List.of());
        for (String path : all) {
            if (!PATH.matcher(path).matches()) {
                mistakes.add(what + ": not a canonical path: " + path);
            }
        }
        return all;
    }

    private Set<String> known(String otherwise, Optional<List<String>> names, Set<String> known) {
        Set<String> all = new HashSet<>(names.orElse(List.of()));
        for (String name : all) {
            if (!known.contains(name)) {
                mistakes.add(otherwise + name);
            }
        }
        return all;
    }

    private Set<String> scopes(String where, Optional<List<String>> scopes) {
        Set<String> all = new HashSet<>(scopes.orElse(List.of()));
        for (String scope : all) {
            if (!Scopes.isValid(scope)) {
                mistakes.add(where + "there is no scope " + scope);
            }
        }
        return all;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
