package io.breakwater.common.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of caller an identity speaks for. */
public enum SubjectKind {
    /** An API key; the subject is the key's id. */
    KEY,
    /** A person signed in to a tenant; the subject is the user's id. */
    USER,
    /** A platform administrator; has no tenant. */
    PLATFORM;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    @JsonCreator
    public static SubjectKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
