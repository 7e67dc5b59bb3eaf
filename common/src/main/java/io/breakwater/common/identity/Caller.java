package io.breakwater.common.identity;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller of the present request, read from its verified internal token. Inject it into a resource. */
@RequestScoped
public class Caller {

    private final SecurityIdentity security;
    private @Nullable Identity identity;

    Caller(SecurityIdentity security) {
        this.security = security;
    }

    /**
     * @throws ProblemException {@code INVALID_TOKEN} when the token carries no identity
     */
    public Identity identity() {
        if (identity == null) {
            identity = read();
        }
        return identity;
    }

    private Identity read() {
        @Nullable Identity known = security.getAttribute(KnownTokens.IDENTITY);
        if (known != null) {
            return known;
        }
        if (security.getPrincipal() instanceof JsonWebToken token) {
            return InternalToken.read(token);
        }
        throw ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no token");
    }
}
