package io.breakwater.auth.signingkey;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** What a signing key signs. The two never mix: a user's token is no internal token, whatever it claims. */
public enum KeyUse {
    /** Internal tokens, which services verify. */
    INTERNAL,
    /** Users' access tokens, which the exchange verifies, and anyone else may. */
    ACCESS;

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    @JsonCreator
    static KeyUse of(String wireName) {
        return switch (wireName) {
            case "internal" -> INTERNAL;
            case "access" -> ACCESS;
            default -> throw new IllegalArgumentException("use must be internal or access");
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
