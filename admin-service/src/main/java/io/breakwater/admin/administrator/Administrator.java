package io.breakwater.admin.administrator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A platform administrator.
 *
 * @param name what they want to be called
 */
public record Administrator(UUID id, String email, @Nullable String name, Instant createdAt) {

    /** Without address and name. */
    @Override
    public String toString() {
        return "Administrator[" + id + "]";
    }
}
