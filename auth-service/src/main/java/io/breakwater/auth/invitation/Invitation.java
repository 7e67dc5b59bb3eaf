package io.breakwater.auth.invitation;

import io.breakwater.auth.user.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as it is stored.
 *
 * @param email the address as the inviter wrote it
 * @param emailKey the form that identifies it
 * @param invitedBy a user's id; null when they were erased
 */
record Invitation(
        UUID id,
        UUID tenant,
        String email,
        String emailKey,
        Role role,
        List<UUID> teams,
        @Nullable UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant revokedAt) {

    InvitationState state(Instant now) {
        if (acceptedAt != null) {
            return InvitationState.ACCEPTED;
        }
        if (revokedAt != null) {
            return InvitationState.REVOKED;
        }
        return now.isBefore(expiresAt) ? InvitationState.PENDING : InvitationState.EXPIRED;
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "Invitation[" + id + "]";
    }
}
