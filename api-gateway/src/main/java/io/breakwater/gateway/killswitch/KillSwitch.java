package io.breakwater.gateway.killswitch;

import org.jspecify.annotations.Nullable;

/**
 * One switch that is on.
 *
 * @param scope as it is written, for instance {@code tenant:<id>}
 * @param subject the part of the scope after the colon; empty for {@code global}
 * @param reason for platform administrators only; empty when none was given
 * @param expiresAtMs of the epoch; null for a switch that ends only by being taken away
 */
record KillSwitch(
        Kind kind,
        String scope,
        String subject,
        String reason,
        @Nullable Long expiresAtMs) {

    /** What a switch stops. */
    enum Kind {
        GLOBAL,
        TENANT,
        KEY,
        ROUTE,
        PREFIX
    }

    boolean isOn(long nowMs) {
        return expiresAtMs == null || nowMs < expiresAtMs;
    }
}
