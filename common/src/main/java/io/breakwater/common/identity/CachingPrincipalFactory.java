package io.breakwater.common.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.common.apikey.Sha256;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Checks a token's signature once, not per request: verified tokens are kept by SHA-256 until they expire. At most
 * {@value #MAX_TOKENS} are kept; the least useful goes first. Refusals are never kept. A token that cannot be judged, since
 * the issuer's keys were never fetched, fails with a {@link ProblemException} as the cause. Thread-safe.
 */
@ApplicationScoped
@Alternative
@Priority(1)
public class CachingPrincipalFactory extends JWTCallerPrincipalFactory {

    private static final int MAX_TOKENS = 20_000;

    private final JWTCallerPrincipalFactory verifier = new DefaultJWTCallerPrincipalFactory();
    private final Cache<String, VerifiedToken> verified = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_TOKENS)
            .build();
    private final Clock clock;

    CachingPrincipalFactory() {
        this(Clock.systemUTC());
    }

    CachingPrincipalFactory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        String key = Sha256.hex(token);
        @Nullable VerifiedToken known = alive(key);
        if (known != null) {
            return known.principal();
        }
        JWTCallerPrincipal principal = verify(token, context);
        verified.put(key, new VerifiedToken(principal));
        return principal;
    }

    /** What a token that was verified before says; null for one that was not or that has expired. Never blocks. */
    @Nullable
    VerifiedToken known(String token) {
        return alive(Sha256.hex(token));
    }

    private @Nullable VerifiedToken alive(String key) {
        @Nullable VerifiedToken known = verified.getIfPresent(key);
        if (known == null
                || known.principal().getExpirationTime() > clock.instant().getEpochSecond()) {
            return known;
        }
        verified.invalidate(key);
        return null;
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo context) throws ParseException {
        try {
            return verifier.parse(token, context);
        } catch (ParseException e) {
            throw isOutage(e) ? new ParseException(e.getMessage(), outage(e)) : e;
        }
    }

    /** Whether it is not the token that is bad, but its issuer's keys that could not be fetched. */
    private static boolean isOutage(ParseException exception) {
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException outage(ParseException cause) {
        return ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE)
                .internally("the keys of internal tokens cannot be fetched")
                .causedBy(cause);
    }
}
