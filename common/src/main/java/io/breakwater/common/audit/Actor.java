package io.breakwater.common.audit;

import io.breakwater.common.identity.Identity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acted.
 *
 * @param kind {@code key}, {@code user}, {@code platform}, {@code system} or {@code anonymous}
 * @param id null for the last two
 */
record Actor(String kind, @Nullable UUID id) {

    static final Actor SYSTEM = new Actor("system", null);
    static final Actor ANONYMOUS = new Actor("anonymous", null);

    static Actor of(Identity caller) {
        return new Actor(caller.kind().wireName(), caller.subject());
    }

    static Actor user(UUID id) {
        return new Actor("user", id);
    }

    static Actor platform(UUID id) {
        return new Actor("platform", id);
    }

    /** The person behind it; null for a key and for nobody. */
    @Nullable
    UUID person() {
        return kind.equals("user") || kind.equals("platform") ? id : null;
    }
}
