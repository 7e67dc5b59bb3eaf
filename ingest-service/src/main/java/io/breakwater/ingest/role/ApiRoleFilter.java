package io.breakwater.ingest.role;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests away from a process that is not for them: 503 and not 404, as the request is right and only the way that
 * it took is wrong; whoever sent it keeps it and tries again.
 */
@Provider
@PreMatching
class ApiRoleFilter implements ContainerRequestFilter {

    /** Not there yet when filters are made, which is while the service is built. */
    private final Instance<RoleConfig> config;

    /** What it said, as each look makes it anew. */
    private volatile @Nullable Set<Role> roles;

    ApiRoleFilter(Instance<RoleConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!roles().contains(Role.API)) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE);
        }
    }

    private Set<Role> roles() {
        Set<Role> known = roles;
        if (known == null) {
            known = Set.copyOf(config.get().roles());
            roles = known;
        }
        return known;
    }
}
