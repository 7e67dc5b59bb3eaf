package io.breakwater.auth.session;

import java.util.Locale;

/** The two worlds that one can sign in to. A token of one opens nothing in the other. */
public enum Realm {
    TENANT,
    PLATFORM;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Realm of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
