package io.breakwater.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.breakwater.gateway.policy.Policies;
import io.breakwater.gateway.policy.RoutePolicies;
import io.breakwater.gateway.route.Route;
import jakarta.inject.Singleton;
import java.util.Objects;

/** Finds what policies look at in a request. Safe from any thread. */
@Singleton
public final class LimitedRequests {

    /** By identity, as a reloaded table has other routes. */
    private final LoadingCache<Route, RoutePolicies> policiesOf;

    LimitedRequests(Policies policies) {
        this.policiesOf = Caffeine.newBuilder()
                .executor(Runnable::run)
                .weakKeys()
                .build(route -> policies.on(route.prefix(), route.policies()));
    }

    /**
     * A request of a route.
     *
     * @param path canonical
     * @param address as it is counted
     */
    public LimitedRequest of(Route route, String method, String path, String address) {
        return new LimitedRequest(
                Objects.requireNonNull(policiesOf.get(route)), method, path, route.scope(method), address);
    }
}
