package io.breakwater.auth.invitation;

import io.breakwater.auth.user.Role;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom to invite, as what.
 *
 * @param teamIds teams of the tenant that the newcomer is put into
 */
record InvitationRequest(
        @NotNull @Size(max = 320) String email,
        @NotNull Role role,
        @Nullable @Size(max = 50) List<@NotNull UUID> teamIds) {

    List<UUID> teams() {
        return teamIds == null ? List.of() : teamIds.stream().distinct().toList();
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "InvitationRequest[" + role + "]";
    }
}
