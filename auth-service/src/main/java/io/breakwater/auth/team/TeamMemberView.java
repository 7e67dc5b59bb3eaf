package io.breakwater.auth.team;

import io.breakwater.auth.user.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Someone who is in a team.
 *
 * @param id the user's
 * @param role in the tenant
 * @param addedAt to the team
 */
record TeamMemberView(UUID id, String email, @Nullable String name, Role role, Instant addedAt) {}
