package io.breakwater.auth.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a tenant's subscription, and whether its credentials work. */
public enum TenantStatus {
    ACTIVE,
    /** A payment is missing: routes that are billed answer {@code PAYMENT_REQUIRED}, all else goes on. */
    PAST_DUE,
    /** The subscription is over: as {@link #PAST_DUE}. */
    CANCELLED,
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
            case "past_due" -> PAST_DUE;
            case "cancelled" -> CANCELLED;
            case "suspended" -> SUSPENDED;
            default -> throw new IllegalArgumentException("status must be active, past_due, cancelled or suspended");
        };
    }
}
