package io.breakwater.gateway.credential;

import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.breakwater.gateway.route.CredentialKind;
import io.breakwater.gateway.route.Route;
import org.jspecify.annotations.Nullable;

/** What a good credential may do: the kind, the scope and the subscription that a route asks for. Pure. */
public final class Permission {

    private Permission() {}

    /**
     * Looks whether a credential may be used on a route.
     *
     * @throws ProblemException {@code FORBIDDEN}, {@code MISSING_SCOPE} or {@code PAYMENT_REQUIRED}
     */
    public static void check(Grant grant, Route route, String method) {
        if (!route.credentials().contains(CredentialKind.valueOf(grant.kind().name()))) {
            throw ProblemException.of(ErrorCode.FORBIDDEN)
                    .internally("a " + grant.kind() + " on a route for " + route.credentials());
        }
        if (grant.isPublishable() && !route.publishable()) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "A publishable key may not be used here");
        }
        @Nullable String scope = route.scope(method);
        if (scope != null && !Scopes.allow(grant.scopes(), scope)) {
            throw Identity.missingScope(scope);
        }
        if (grant.isPaymentDue() && route.isBilledWrite(method)) {
            throw ProblemException.of(ErrorCode.PAYMENT_REQUIRED);
        }
    }
}
