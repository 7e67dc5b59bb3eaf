package io.breakwater.auth.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.breakwater.common.idempotency.WithoutSecret;
import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is answered.
 *
 * @param key the plaintext: only in the answer that mints the key
 * @param state {@code active}, {@code expired} or {@code revoked}
 */
record KeyView(
        UUID id,
        String name,
        KeyKind kind,
        Environment environment,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
        String prefix,
        String lastFour,
        String state,
        List<String> scopes,
        List<UUID> teamIds,
        @Nullable Integer rateLimit,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        List<String> allowedIps,
        List<String> allowedOrigins,
        Map<String, Object> metadata,
        @Nullable Instant lastUsedAt,
        Maker createdBy,
        Instant createdAt,
        Instant updatedAt)
        implements WithoutSecret {

    /** The credential that minted a key. */
    record Maker(String kind, UUID id) {}

    static KeyView from(KeyRow row, Map<String, Object> metadata, Instant now) {
        return new KeyView(
                row.id,
                row.name,
                KeyKind.of(row.kind),
                row.environment(),
                null,
                row.prefix,
                row.lastFour,
                row.state(now),
                List.copyOf(row.scopes),
                List.copyOf(row.teamIds),
                row.rateLimit,
                row.expiresAt,
                row.revokedAt,
                List.copyOf(row.allowedIps),
                List.copyOf(row.allowedOrigins),
                metadata,
                row.lastUsedAt,
                new Maker(row.createdByKind, row.createdBy),
                row.createdAt,
                row.updatedAt);
    }

    @Override
    public KeyView withoutSecret() {
        return withKey(null);
    }

    KeyView withKey(@Nullable String plaintext) {
        return new KeyView(
                id,
                name,
                kind,
                environment,
                plaintext,
                prefix,
                lastFour,
                state,
                scopes,
                teamIds,
                rateLimit,
                expiresAt,
                revokedAt,
                allowedIps,
                allowedOrigins,
                metadata,
                lastUsedAt,
                createdBy,
                createdAt,
                updatedAt);
    }

    /** Without the plaintext. */
    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }
}
