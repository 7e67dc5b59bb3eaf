package io.breakwater.auth.exchange;

import io.breakwater.auth.tenant.TenantStatus;
import io.breakwater.auth.user.Role;
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
        @Nullable Membership member) {

    /** What the user is in the tenant. */
    record Membership(
            Role role,
            TenantStatus tenantStatus,
            String plan,
            @Nullable Integer requestsPerMinute) {}

    boolean isAlive(Instant now) {
        return endedAt == null && now.isBefore(idleExpiresAt) && now.isBefore(expiresAt);
    }
}
