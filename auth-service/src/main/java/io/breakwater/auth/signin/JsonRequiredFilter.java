package io.breakwater.auth.signin;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Refuses what does not say that it is JSON with {@code UNSUPPORTED_MEDIA_TYPE}. Thread-safe. */
@Provider
@JsonRequired
public class JsonRequiredFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        requireJson(request.getMediaType());
    }

    static void requireJson(@Nullable MediaType type) {
        if (type == null
                || !type.getType().equalsIgnoreCase("application")
                || !type.getSubtype().equalsIgnoreCase("json")) {
            throw ProblemException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
