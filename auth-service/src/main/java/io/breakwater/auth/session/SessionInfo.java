package io.breakwater.auth.session;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's session, as its owner sees it.
 *
 * @param ip where the sign-in came from; null when that was not known
 */
public record SessionInfo(
        UUID id,
        UUID tenant,
        Instant createdAt,
        Instant lastUsedAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        @Nullable String ip,
        @Nullable String userAgent) {

    static SessionInfo from(SessionRow row) {
        return new SessionInfo(
                row.id,
                Objects.requireNonNull(row.tenantId),
                row.createdAt,
                row.lastUsedAt == null ? row.createdAt : row.lastUsedAt,
                row.idleExpiresAt,
                row.expiresAt,
                row.ip,
                row.userAgent);
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "SessionInfo[" + id + "]";
    }
}
