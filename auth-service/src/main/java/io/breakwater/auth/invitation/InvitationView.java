package io.breakwater.auth.invitation;

import io.breakwater.auth.user.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as it is answered; its token is in the mail alone.
 *
 * @param invitedBy a user's id
 */
record InvitationView(
        UUID id,
        String email,
        Role role,
        List<UUID> teamIds,
        InvitationState state,
        @Nullable UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt) {

    static InvitationView from(Invitation invitation, Instant now) {
        return new InvitationView(
                invitation.id(),
                invitation.email(),
                invitation.role(),
                invitation.teams(),
                invitation.state(now),
                invitation.invitedBy(),
                invitation.createdAt(),
                invitation.expiresAt(),
                invitation.acceptedAt());
    }
}
