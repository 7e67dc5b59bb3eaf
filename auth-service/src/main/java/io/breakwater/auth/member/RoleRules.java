package io.breakwater.auth.member;

import io.breakwater.auth.user.Role;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.Scopes;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Who may give which role to whom. Pure functions. */
public final class RoleRules {

    private RoleRules() {}

    /**
     * Checks that one member may make another (or a newcomer) of a role.
     *
     * @param own the role of whoever does it
     * @param present the role of whom it is done to; null for a newcomer
     * @param wanted the role to come; null for none
     * @throws ProblemException {@code MISSING_SCOPE} below admin; {@code FORBIDDEN} where an owner is made, changed or
     *     removed by someone who is none
     */
    public static void requireMayChange(Role own, @Nullable Role present, @Nullable Role wanted) {
        if (!own.scopes().contains(Scopes.ADMIN)) {
            throw Identity.missingScope(Scopes.ADMIN);
        }
        if (!mayChange(own, present, wanted)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "Only an owner makes, changes or removes an owner");
        }
    }

    /** Whether {@link #requireMayChange} lets it pass. */
    static boolean mayChange(Role own, @Nullable Role present, @Nullable Role wanted) {
        boolean concernsOwner = present == Role.OWNER || wanted == Role.OWNER;
        return own.scopes().contains(Scopes.ADMIN) && (own == Role.OWNER || !concernsOwner);
    }
}
