package io.breakwater.gateway.policy;

import io.breakwater.gateway.policy.Policy.Subject;
import io.breakwater.gateway.policy.Reach.ChargedRequests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies that can hold on one route, found once for all its requests. Immutable. */
public final class RoutePolicies {

    private final List<Candidate> ofAddresses;
    private final List<Candidate> ofAllAddresses;
    private final List<Candidate> ofCallers;

    private record Candidate(Policy policy, boolean named) {

        boolean holds(String method, String path, @Nullable String scope) {
            return policy.reach().holds(named, method, path, scope);
        }
    }

    /**
     * @param policies all there are, in the order in which answers name them
     * @param prefix the route's, canonical
     * @param named names of policies that the route asks for
     */
    RoutePolicies(List<Policy> policies, String prefix, List<String> named) {
        List<Candidate> candidates = policies.stream()
                .map(policy -> new Candidate(policy, named.contains(policy.name())))
                .filter(candidate -> candidate.policy().reach().touches(prefix, candidate.named()))
                .toList();
        this.ofAddresses = candidates.stream()
                .filter(candidate -> candidate.policy().subject() == Subject.IP)
                .toList();
        this.ofAllAddresses = ofAddresses.stream()
                .filter(candidate -> candidate.policy().reach().charge() == ChargedRequests.ALL)
                .toList();
        this.ofCallers = candidates.stream()
                .filter(candidate -> candidate.policy().subject() != Subject.IP)
                .toList();
    }

    /** Those that count the caller, of whatever kind it is. HEAD is counted as GET. */
    public List<Policy> ofCaller(String method, String path, @Nullable String scope) {
        return holding(ofCallers, method, path, scope);
    }

    /** Those that count the address of a request whose credential is absent or refused. HEAD is counted as GET. */
    public List<Policy> ofUnauthenticated(String method, String path, @Nullable String scope) {
        return holding(ofAddresses, method, path, scope);
    }

    /** Those that count the address of a request with a good credential, too. HEAD is counted as GET. */
    public List<Policy> ofAuthenticated(String method, String path, @Nullable String scope) {
        return holding(ofAllAddresses, method, path, scope);
    }

    private static List<Policy> holding(
            List<Candidate> candidates, String method, String path, @Nullable String scope) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        String counted = method.equals("HEAD") ? "GET" : method;
        List<Policy> holding = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (candidate.holds(counted, path, scope)) {
                holding.add(candidate.policy());
            }
        }
        return holding;
    }
}
