package io.breakwater.auth.exchange;

import io.breakwater.auth.apikey.KeyKind;
import io.breakwater.common.identity.Environment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key with what its tenant and plan say about it, as one read finds it. */
record StoredKey(
        UUID id,
        UUID tenantId,
        Environment environment,
        KeyKind kind,
        List<String> scopes,
        List<UUID> teams,
        @Nullable Integer rateLimit,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        List<String> allowedIps,
        List<String> allowedOrigins,
        StoredTenant tenant) {}
