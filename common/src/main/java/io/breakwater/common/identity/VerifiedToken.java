package io.breakwater.common.identity;

import io.breakwater.common.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import org.jspecify.annotations.Nullable;

/** A token that was verified, with what each request by it would make of it anew. Thread-safe. */
final class VerifiedToken {

    private final JWTCallerPrincipal principal;
    private volatile @Nullable SecurityIdentity security;

    VerifiedToken(JWTCallerPrincipal principal) {
        this.principal = principal;
    }

    JWTCallerPrincipal principal() {
        return principal;
    }

    /** As Quarkus knows its bearer, with the {@link Identity} as the attribute {@link KnownTokens#IDENTITY} if it has one. */
    SecurityIdentity security() {
        SecurityIdentity known = security;
        if (known == null) {
            known = read();
            security = known;
        }
        return known;
    }

    private SecurityIdentity read() {
        var builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addCredential(new JsonWebTokenCredential(principal.getRawToken()))
                .addRoles(principal.getGroups())
                .addAttribute(SecurityIdentity.USER_ATTRIBUTE, principal);
        try {
            builder.addAttribute(KnownTokens.IDENTITY, InternalToken.read(principal));
        } catch (ProblemException e) {
            // Of no identity: who asks for one is told so.
        }
        return builder.build();
    }
}
