package io.breakwater.auth.profile;

import io.breakwater.auth.session.SessionInfo;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the caller's sessions.
 *
 * @param lastUsedAt when it was begun or last refreshed
 * @param idleExpiresAt when it ends unless it is refreshed before
 * @param expiresAt when it ends whatever happens
 * @param ip where the sign-in came from
 * @param userAgent what signed in, at most 256 characters
 * @param current whether it is the one that asks
 */
record SessionView(
        UUID id,
        UUID tenantId,
        Instant createdAt,
        Instant lastUsedAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        @Nullable String ip,
        @Nullable String userAgent,
        boolean current) {

    static SessionView from(SessionInfo session, @Nullable UUID present) {
        return new SessionView(
                session.id(),
                session.tenant(),
                session.createdAt(),
                session.lastUsedAt(),
                session.idleExpiresAt(),
                session.expiresAt(),
                session.ip(),
                session.userAgent(),
                session.id().equals(present));
    }
}
