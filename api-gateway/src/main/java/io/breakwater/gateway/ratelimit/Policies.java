package io.breakwater.gateway.ratelimit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The configured policies, checked at start. Immutable. */
@Singleton
public final class Policies {

    /** Products of a limit and a window in milliseconds stay exact in Lua's doubles below this. */
    private static final long MAX_LIMIT = 1_000_000;

    private static final Duration MAX_WINDOW = Duration.ofDays(31);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Map<String, Policy> byName;

    Policies(LimitsConfig config) {
        Map<String, Policy> policies = new TreeMap<>();
        List<String> mistakes = new ArrayList<>();
        config.policies().forEach((name, policy) -> {
            if (!NAME.matcher(name).matches()) {
                mistakes.add("policy " + name + ": the name is malformed");
            }
            if (policy.limit() < 1 || policy.limit() > MAX_LIMIT) {
                mistakes.add("policy " + name + ": limit must be 1 to " + MAX_LIMIT);
            }
            if (policy.window().toMillis() < 1 || policy.window().compareTo(MAX_WINDOW) > 0) {
                mistakes.add("policy " + name + ": window must be 1 ms to " + MAX_WINDOW.toDays() + " days");
            }
            policies.put(
                    name,
                    new Policy(
                            name,
                            policy.subject(),
                            policy.limit(),
                            policy.window(),
                            policy.algorithm(),
                            policy.onRedisLost(),
                            policy.everywhere()));
        });
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The limits have mistakes:\n - " + String.join("\n - ", mistakes));
        }
        this.byName = Map.copyOf(policies);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** The policies of one subject kind that hold on a route: those of everywhere, then those it names. */
    List<Policy> applying(Policy.Subject subject, List<String> namedByRoute) {
        return byName.values().stream()
                .filter(policy -> policy.subject() == subject)
                .filter(policy -> policy.everywhere() || namedByRoute.contains(policy.name()))
                .sorted((a, b) -> a.everywhere() == b.everywhere()
                        ? a.name().compareTo(b.name())
                        : Boolean.compare(b.everywhere(), a.everywhere()))
                .toList();
    }
}
