package io.breakwater.auth.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.breakwater.auth.keyusage.UsedBy;
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
 * @param state {@code active}, {@code rotating} (replaced, and still working until {@code expiresAt}), {@code expired} or
 *     {@code revoked}
 * @param rotatedFrom the key that this one replaced
 * @param replacedBy the key that replaced this one
 * @param previous the key that a rotation replaced: only in the rotation's answer
 * @param usedBy from where the key was used in the last 30 days, the latest first, at most 50 addresses: only in the
 *     answer about one key
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
        @Nullable UUID rotatedFrom,
        @Nullable UUID replacedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Previous previous,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<UsedBy> usedBy,
        Maker createdBy,
        Instant createdAt,
        Instant updatedAt)
        implements WithoutSecret {

    /**
     * A key that was replaced just now.
     *
     * @param graceEndsAt until when it works
     */
    record Previous(UUID id, @Nullable Instant lastUsedAt, Instant graceEndsAt) {}

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
                row.rotatedFrom,
                row.replacedBy,
                null,
                null,
                new Maker(row.createdByKind, row.createdBy),
                row.createdAt,
                row.updatedAt);
    }

    @Override
    public KeyView withoutSecret() {
        return with(null, previous, usedBy);
    }

    KeyView withKey(String plaintext) {
        return with(plaintext, previous, usedBy);
    }

    KeyView withPrevious(Previous replaced) {
        return with(key, replaced, usedBy);
    }

    KeyView withUsedBy(List<UsedBy> users) {
        return with(key, previous, users);
    }

    private KeyView with(@Nullable String plaintext, @Nullable Previous replaced, @Nullable List<UsedBy> users) {
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
                rotatedFrom,
                replacedBy,
                replaced,
                users,
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
