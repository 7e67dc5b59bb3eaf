package io.breakwater.auth.invitation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an invitation stands. */
public enum InvitationState {
    PENDING,
    ACCEPTED,
    EXPIRED,
    /** By an administrator, or by a newer one to the same address. */
    REVOKED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
