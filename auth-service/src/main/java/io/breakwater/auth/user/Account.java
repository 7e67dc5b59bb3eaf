package io.breakwater.auth.user;

import java.util.UUID;

/** Who an address belongs to, and the hash that a password must fit. Never answered. */
public record Account(UUID id, String email, String passwordHash) {

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
