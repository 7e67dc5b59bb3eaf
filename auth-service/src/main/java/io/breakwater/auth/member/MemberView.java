package io.breakwater.auth.member;

import io.breakwater.auth.user.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member as they are answered.
 *
 * @param id the user's
 * @param name what they want to be called
 */
record MemberView(UUID id, String email, @Nullable String name, Role role, boolean emailVerified, Instant joinedAt) {}
