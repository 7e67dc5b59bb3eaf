package io.breakwater.auth.issuer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who an external token names here.
 *
 * @param tenant the tenant that the token or its issuer is for; null when neither says
 * @param expiresAt when the token expires
 */
public record ExternalPerson(UUID user, @Nullable UUID tenant, Instant expiresAt) {}
