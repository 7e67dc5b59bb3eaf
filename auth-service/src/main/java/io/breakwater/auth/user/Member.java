package io.breakwater.auth.user;

import java.util.UUID;

/** A user as a member of one tenant. */
public record Member(User user, UUID tenant, Role role) {}
