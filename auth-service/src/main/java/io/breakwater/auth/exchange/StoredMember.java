package io.breakwater.auth.exchange;

import io.breakwater.auth.user.Role;
import java.util.List;
import java.util.UUID;

/**
 * What a user is in a tenant, as one read finds it.
 *
 * @param teams those of the tenant that the user is in; all of them for an owner or admin
 */
record StoredMember(UUID tenantId, Role role, List<UUID> teams, StoredTenant tenant) {}
