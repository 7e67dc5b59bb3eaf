package io.breakwater.gateway.ratelimit;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.RoutePolicies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as policies look at it.
 *
 * @param policies of its route
 * @param path canonical
 * @param scope that it needs; null for none
 * @param address as it is counted: IPv6 by /64
 */
public record LimitedRequest(
        RoutePolicies policies,
        String method,
        String path,
        @Nullable String scope,
        String address) {

    List<Policy> ofCaller() {
        return policies.ofCaller(method, path, scope);
    }

    List<Policy> ofUnauthenticated() {
        return policies.ofUnauthenticated(method, path, scope);
    }

    List<Policy> ofAuthenticated() {
        return policies.ofAuthenticated(method, path, scope);
    }
}
