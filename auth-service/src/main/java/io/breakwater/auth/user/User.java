package io.breakwater.auth.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person.
 *
 * @param name what they want to be called, at most 100 characters; null when they did not say
 * @param emailVerifiedAt when they showed that the address is theirs; null until then
 */
public record User(
        UUID id,
        String email,
        @Nullable String name,
        @Nullable Instant emailVerifiedAt,
        Instant createdAt) {

    static User from(UserRow row) {
        return new User(row.id, row.email, row.name, row.emailVerifiedAt, row.createdAt);
    }

    public boolean emailVerified() {
        return emailVerifiedAt != null;
    }
}
