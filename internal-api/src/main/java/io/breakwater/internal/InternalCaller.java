package io.breakwater.internal;

import java.util.Optional;

/** The services that may call, by the name in their assertions. */
public enum InternalCaller {
    API_GATEWAY("api-gateway"),
    ADMIN_SERVICE("admin-service"),
    /** A person at the management port with a key file of their own. */
    OPERATOR("operator");

    private final String wireName;

    InternalCaller(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static Optional<InternalCaller> byName(String name) {
        for (InternalCaller caller : values()) {
            if (caller.wireName.equals(name)) {
                return Optional.of(caller);
            }
        }
        return Optional.empty();
    }
}
