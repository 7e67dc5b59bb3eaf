package io.breakwater.auth.exchange;

import io.breakwater.auth.apikey.KeyKind;
import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told.
 *
 * @param token the internal token to pass upstream; empty in a description
 * @param audience whom it is for
 * @param expiresAt Unix seconds at which the token or the credential expires, whichever is first
 * @param credentialExpiresAt Unix seconds after which the credential is none any more, whatever is cached; null for never
 * @param tenantStatus null for the platform's; a suspended tenant has no answer
 * @param limits requests per 60 s by policy; absent means the policy's default, or none
 * @param allowedIps where the key may be used from; empty for everywhere. Whoever caches this answer checks it anew for
 *     every client
 * @param allowedOrigins from which pages the key may be used; empty for all. To be checked like {@code allowedIps}
 * @param quotas what may be used in a month, by quota; absent means no limit
 * @param billingDay the day of the month, 1 to 28, on which quotas begin anew; null for the platform's
 */
record ExchangeAnswer(
        String token,
        String audience,
        long expiresAt,
        @Nullable Long credentialExpiresAt,
        Subject subject,
        @Nullable UUID tenantId,
        Environment environment,
        @Nullable UUID sessionId,
        List<String> scopes,
        List<UUID> teams,
        @Nullable UUID team,
        List<String> roles,
        @Nullable String plan,
        @Nullable TenantStatus tenantStatus,
        @Nullable KeyKind keyKind,
        Map<String, Integer> limits,
        Map<String, Long> quotas,
        @Nullable Integer billingDay,
        List<String> allowedIps,
        List<String> allowedOrigins) {

    /** Whom the credential speaks for. */
    record Subject(SubjectKind kind, UUID id) {}

    /** The answer about a key. */
    static ExchangeAnswer of(
            InternalTokens.Signed token, Identity identity, StoredKey key, Map<String, Integer> limits) {
        return of(token, identity, key.expiresAt(), key.tenant(), key, limits);
    }

    /**
     * The answer about a person.
     *
     * @param tenant null for a platform administrator
     */
    static ExchangeAnswer of(
            InternalTokens.Signed token, Identity identity, Instant end, @Nullable StoredTenant tenant) {
        return of(token, identity, end, tenant, null, tenant == null ? Map.of() : tenant.limits());
    }

    private static ExchangeAnswer of(
            InternalTokens.Signed token,
            Identity identity,
            @Nullable Instant end,
            @Nullable StoredTenant tenant,
            @Nullable StoredKey key,
            Map<String, Integer> limits) {
        return new ExchangeAnswer(
                token.token(),
                token.audience(),
                token.until(end).expiresAt().getEpochSecond(),
                end == null ? null : end.getEpochSecond(),
                new Subject(identity.kind(), identity.subject()),
                identity.tenant(),
                identity.environment(),
                identity.session(),
                identity.scopes().stream().sorted().toList(),
                identity.teams(),
                identity.team(),
                identity.roles().stream().sorted().toList(),
                identity.plan(),
                tenant == null ? null : tenant.status(),
                key == null ? null : key.kind(),
                Map.copyOf(limits),
                tenant == null ? Map.of() : tenant.quotas(),
                tenant == null ? null : tenant.billingDay(),
                key == null ? List.of() : key.allowedIps(),
                key == null ? List.of() : key.allowedOrigins());
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ExchangeAnswer[" + subject + "]";
    }
}
