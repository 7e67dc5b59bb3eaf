package io.breakwater.auth.profile;

import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.user.Role;
import io.breakwater.auth.user.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in user, as {@code GET /auth/me} answers.
 *
 * @param pendingEmail the address that the user wants and has not proved yet; null when there is none
 * @param name null when they did not say
 * @param role the role in {@code tenant}
 * @param tenant the tenant signed in to
 * @param memberships all tenants that the user can switch to, oldest first, at most 100; {@code tenant} alone for a user who
 *     signed in elsewhere, and has no session here
 */
record Me(
        UUID id,
        String email,
        boolean emailVerified,
        @Nullable String pendingEmail,
        @Nullable String name,
        Role role,
        TenantSummary tenant,
        List<Membership> memberships,
        Instant createdAt) {

    Me {
        memberships = List.copyOf(memberships);
    }

    static Me from(User user, @Nullable String pendingEmail, Role role, Tenant tenant, List<Membership> memberships) {
        return new Me(
                user.id(),
                user.email(),
                user.emailVerified(),
                pendingEmail,
                user.name(),
                role,
                TenantSummary.from(tenant),
                memberships,
                user.createdAt());
    }

    /**
     * One tenant that the user belongs to.
     *
     * @param name the tenant's
     */
    record Membership(UUID tenantId, String name, Role role) {}
}
