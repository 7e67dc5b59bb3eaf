package io.breakwater.gateway.route;

import java.util.Locale;

/** Where a route takes an API key from, for clients that cannot set a header of their own. */
public enum KeyCarrier {
    /** The user name of {@code Authorization: Basic}. */
    BASIC,
    /** The query parameter {@code apiKey}, which is never passed on. */
    QUERY,
    /** The member {@code _apiKey} of a body's JSON object, which is never passed on. */
    BODY;

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    static KeyCarrier of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
