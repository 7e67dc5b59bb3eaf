package io.breakwater.auth.user;

import com.fasterxml.jackson.annotation.JsonValue;
import io.breakwater.common.identity.Scopes;
import java.util.Locale;
import java.util.Set;

/** What a member may do in a tenant. An owner may, besides all that an admin may, bill, delete and hand over. */
public enum Role {
    VIEWER(Set.of(Scopes.READ)),
    EDITOR(Set.of(Scopes.READ, Scopes.WRITE)),
    ADMIN(Set.of(Scopes.READ, Scopes.WRITE, Scopes.ADMIN)),
    OWNER(Set.of(Scopes.READ, Scopes.WRITE, Scopes.ADMIN));

    private final Set<String> scopes;

    Role(Set<String> scopes) {
        this.scopes = scopes;
    }

    /** The scopes that the role holds. */
    public Set<String> scopes() {
        return scopes;
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
