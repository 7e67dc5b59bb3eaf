package io.breakwater.auth.apikey;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.breakwater.common.identity.Scopes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a key may be seen by the public. */
public enum KeyKind {
    /** For servers. Holds {@code read} even when it is not named, unless it is limited to single resources. */
    SECRET,
    /** For pages: anyone can read it there, so it holds nothing that it does not name. */
    PUBLISHABLE;

    /** What a key is given whose maker names no scopes. */
    List<String> defaultScopes() {
        return switch (this) {
            case SECRET -> List.of(Scopes.READ, Scopes.WRITE);
            case PUBLISHABLE -> List.of("events:write");
        };
    }

    /** What a key of this kind holds in effect, given the scopes that are stored. */
    public Set<String> effectiveScopes(List<String> stored) {
        Set<String> effective = new LinkedHashSet<>(stored);
        boolean limitedToResources = stored.stream().allMatch(scope -> scope.indexOf(':') > 0);
        if (this == SECRET && !limitedToResources) {
            effective.add(Scopes.READ);
        }
        return effective;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    @JsonCreator
    public static KeyKind of(String wireName) {
        return switch (wireName) {
            case "secret" -> SECRET;
            case "publishable" -> PUBLISHABLE;
            default -> throw new IllegalArgumentException("kind must be secret or publishable");
        };
    }
}
