package io.breakwater.gateway.policy;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The configured policies, checked at start. Immutable. */
@Singleton
public final class Policies {

    private final List<Policy> inOrder;
    private final Set<String> names;

    /**
     * @throws IllegalArgumentException naming every mistake of the configuration
     */
    Policies(LimitsConfig config) {
        this.inOrder = new PolicyChecker()
                .check(config).stream()
                        // The widest first, as answers name them.
                        .sorted(Comparator.comparing(
                                        (Policy policy) -> !policy.reach().isEverywhere())
                                .thenComparing(Policy::name))
                        .toList();
        Set<String> all = new HashSet<>();
        inOrder.forEach(policy -> all.add(policy.name()));
        this.names = Set.copyOf(all);
    }

    public Set<String> names() {
        return names;
    }

    /** All of them, in the order in which answers name them. */
    public List<Policy> all() {
        return inOrder;
    }

    /**
     * What can hold on a route.
     *
     * @param prefix the route's, canonical
     * @param named the policies that it asks for
     */
    public RoutePolicies on(String prefix, List<String> named) {
        return new RoutePolicies(inOrder, prefix, named);
    }
}
