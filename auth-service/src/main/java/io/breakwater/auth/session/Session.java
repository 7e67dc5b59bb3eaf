package io.breakwater.auth.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in.
 *
 * @param subject the user's or the platform administrator's id
 * @param tenant null in {@link Realm#PLATFORM}
 * @param expiresAt when it ends whatever happens
 */
public record Session(
        UUID id, Realm realm, UUID subject, @Nullable UUID tenant, Instant expiresAt) {}
