package io.breakwater.auth.administrator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A platform administrator as they are answered.
 *
 * @param name what they want to be called
 */
record AdministratorView(UUID id, String email, @Nullable String name, Instant createdAt) {}
