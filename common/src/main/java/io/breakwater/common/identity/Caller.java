package io.breakwater.common.identity;

import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller of the present request, read from its verified internal token. Inject it into a resource. */
@RequestScoped
public class Caller {

    private final JsonWebToken token;
    private @Nullable Identity identity;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /**
     * @throws io.breakwater.common.problem.ProblemException {@code INVALID_TOKEN} when the token carries no identity
     */
    public Identity identity() {
        if (identity == null) {
            identity = InternalToken.read(token);
        }
        return identity;
    }
}
