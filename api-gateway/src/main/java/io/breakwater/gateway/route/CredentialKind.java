package io.breakwater.gateway.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** What a route takes as a credential. */
public enum CredentialKind {
    /** Nothing: a credential that comes all the same is not looked at, unless the route also takes another kind. */
    NONE,
    /** An API key. */
    KEY,
    /** The token of a person signed in to a tenant. */
    USER,
    /** The token of a platform administrator. */
    PLATFORM;

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    @JsonCreator
    static CredentialKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
