package io.breakwater.ingest.role;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns requests away from a process that is not for them: 503 and not 404, as the request is right and only the way that
 * it took is wrong; whoever sent it keeps it and tries again.
 */
@Provider
@PreMatching
class ApiRoleFilter implements ContainerRequestFilter {

    /** Not there yet when filters are made, which is while the service is built. */
    private final Instance<RoleConfig> config;

    ApiRoleFilter(Instance<RoleConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!config.get().roles().contains(Role.API)) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE);
        }
    }
}
