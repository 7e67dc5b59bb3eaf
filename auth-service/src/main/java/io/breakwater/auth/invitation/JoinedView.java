package io.breakwater.auth.invitation;

import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.user.Role;
import java.util.UUID;

/**
 * The membership that an invitation became.
 *
 * @param role in the tenant
 */
record JoinedView(JoinedTenant tenant, JoinedUser user, Role role) {

    /** What was joined. */
    record JoinedTenant(UUID id, String name) {}

    /** Who joined. */
    record JoinedUser(UUID id, String email) {}

    static JoinedView of(Tenant tenant, UUID user, String email, Role role) {
        return new JoinedView(new JoinedTenant(tenant.id(), tenant.name()), new JoinedUser(user, email), role);
    }
}
