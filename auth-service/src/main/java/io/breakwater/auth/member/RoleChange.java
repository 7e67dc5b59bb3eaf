package io.breakwater.auth.member;

import io.breakwater.auth.user.Role;
import jakarta.validation.constraints.NotNull;

/** The role that a member is to have. */
record RoleChange(@NotNull Role role) {}
