package io.breakwater.auth.user;

import com.fasterxml.jackson.annotation.JsonValue;
import io.breakwater.common.identity.Scopes;
import java.util.Locale;
import java.util.Set;

/** What a member may do in a tenant. An owner may, besides all that an admin may, bill, delete and hand over. */
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN,
    OWNER;

    /** The scopes that the role holds. */
    public Set<String> scopes() {
        return switch (this) {
            case VIEWER -> Set.of(Scopes.READ);
            case EDITOR -> Set.of(Scopes.READ, Scopes.WRITE);
            case ADMIN, OWNER -> Set.of(Scopes.READ, Scopes.WRITE, Scopes.ADMIN);
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    public static Role of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
