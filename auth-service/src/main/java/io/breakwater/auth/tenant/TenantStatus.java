package io.breakwater.auth.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a tenant's credentials work. */
public enum TenantStatus {
    ACTIVE,
    /** Every credential of the tenant is refused with {@code TENANT_SUSPENDED}. */
    SUSPENDED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    @JsonCreator
    public static TenantStatus of(String wireName) {
        return switch (wireName) {
            case "active" -> ACTIVE;
            case "suspended" -> SUSPENDED;
            default -> throw new IllegalArgumentException("status must be active or suspended");
        };
    }
}
