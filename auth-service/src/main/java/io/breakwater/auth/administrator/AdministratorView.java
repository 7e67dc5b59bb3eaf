package io.breakwater.auth.administrator;

import java.time.Instant;
import java.util.UUID;

/** A platform administrator as they are answered. */
record AdministratorView(UUID id, String email, Instant createdAt) {}
