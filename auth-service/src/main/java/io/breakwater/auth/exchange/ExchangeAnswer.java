package io.breakwater.auth.exchange;

import io.breakwater.auth.apikey.KeyKind;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told.
 *
 * @param token the internal token to pass upstream
 * @param expiresAt Unix seconds at which the token expires
 * @param limits requests per 60 s by policy; absent means the policy's default, or none
 * @param allowedIps where the key may be used from; empty for everywhere. Whoever caches this answer checks it anew for
 *     every client
 */
record ExchangeAnswer(
        String token,
        long expiresAt,
        Subject subject,
        @Nullable UUID tenantId,
        Environment environment,
        @Nullable UUID sessionId,
        List<String> scopes,
        List<UUID> teams,
        @Nullable UUID team,
        List<String> roles,
        @Nullable String plan,
        @Nullable KeyKind keyKind,
        Map<String, Integer> limits,
        List<String> allowedIps) {

    /** Whom the credential speaks for. */
    record Subject(SubjectKind kind, UUID id) {}

    static ExchangeAnswer of(
            InternalTokens.Signed token,
            Identity identity,
            @Nullable KeyKind keyKind,
            Map<String, Integer> limits,
            List<String> allowedIps) {
        return new ExchangeAnswer(
                token.token(),
                token.expiresAt().getEpochSecond(),
                new Subject(identity.kind(), identity.subject()),
                identity.tenant(),
                identity.environment(),
                identity.session(),
                identity.scopes().stream().sorted().toList(),
                identity.teams(),
                identity.team(),
                identity.roles().stream().sorted().toList(),
                identity.plan(),
                keyKind,
                limits,
                allowedIps);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ExchangeAnswer[" + subject + "]";
    }
}
