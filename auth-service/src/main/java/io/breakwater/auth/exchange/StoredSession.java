package io.breakwater.auth.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's session with what membership, tenant and plan say about it, as one read finds it.
 *
 * @param member null in the platform realm
 */
record StoredSession(
        @Nullable Instant endedAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        @Nullable StoredMember member) {

    boolean isAlive(Instant now) {
        return endedAt == null && now.isBefore(end());
    }

    /** When it ends if nothing happens. */
    Instant end() {
        return idleExpiresAt.isBefore(expiresAt) ? idleExpiresAt : expiresAt;
    }
}
