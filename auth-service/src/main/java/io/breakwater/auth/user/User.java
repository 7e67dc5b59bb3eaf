package io.breakwater.auth.user;

import java.time.Instant;
import java.util.UUID;

/** A person. */
public record User(UUID id, String email, Instant createdAt) {

    static User from(UserRow row) {
        return new User(row.id, row.email, row.createdAt);
    }
}
