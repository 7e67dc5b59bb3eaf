package io.breakwater.admin.killswitch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param id of this setting; another one when the scope is set anew
 * @param removedAt since when it ought to be off; null while it ought to be on
 * @param told whether Redis has been told of this row as it is
 */
record SwitchRow(
        String scope,
        UUID id,
        String reason,
        UUID setBy,
        Instant setAt,
        @Nullable Instant expiresAt,
        @Nullable Instant removedAt,
        boolean told) {

    boolean isOn(Instant now) {
        return removedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    KillSwitch view() {
        KillSwitch.State state =
                removedAt != null ? KillSwitch.State.ENDING : told ? KillSwitch.State.ON : KillSwitch.State.PENDING;
        return new KillSwitch(scope, reason, state, setBy, setAt, expiresAt);
    }
}
