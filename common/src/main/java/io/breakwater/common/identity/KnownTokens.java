package io.breakwater.common.identity;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Lets a token pass at once that was verified before. Any other is left to Quarkus' own provider, which verifies it on a
 * worker thread, as it may have to fetch the issuer's keys: without this, each request would go to that thread and back.
 */
@ApplicationScoped
public class KnownTokens implements IdentityProvider<TokenAuthenticationRequest> {

    /** The attribute of a security identity that is the {@link Identity}. */
    static final String IDENTITY = "breakwater.identity";

    private final CachingPrincipalFactory tokens;

    KnownTokens(CachingPrincipalFactory tokens) {
        this.tokens = tokens;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** Before Quarkus' own, which is beyond {@link #SYSTEM_FIRST}. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        @Nullable
        VerifiedToken known =
                request.getToken() instanceof JsonWebTokenCredential token ? tokens.known(token.getToken()) : null;
        return known == null ? Uni.createFrom().nullItem() : Uni.createFrom().item(known.security());
    }
}
