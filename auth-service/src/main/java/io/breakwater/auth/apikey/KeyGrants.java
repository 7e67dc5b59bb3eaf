package io.breakwater.auth.apikey;

import io.breakwater.auth.sql.Sql;
import io.breakwater.auth.user.Role;
import io.breakwater.auth.user.Users;
import io.breakwater.common.identity.Environment;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.identity.SubjectKind;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may hand on. A user hands on what their role holds, for as long and wherever they say. A key hands on no
 * more scopes, teams, time, addresses, origins and requests than it has itself.
 */
@ApplicationScoped
class KeyGrants {

    private static final KeyBounds UNBOUNDED = new KeyBounds(null, null, List.of(), List.of());

    private static final String TEAMS = "SELECT id FROM team WHERE tenant_id = ? AND id = ANY (?)";

    private final Users users;
    private final Sql sql;

    KeyGrants(Users users, Sql sql) {
        this.users = users;
        this.sql = sql;
    }

    /**
     * Checks that a caller may be given the plaintext of a key at all: for a live key, a user whose address is verified.
     *
     * @throws ProblemException {@code FORBIDDEN}
     */
    void requireMayMint(Identity caller, Environment environment) {
        if (caller.kind() == SubjectKind.USER && environment == Environment.LIVE) {
            users.requireVerified(caller.subject());
        }
    }

    /** What bounds whatever the caller hands on: for a key its own bounds, for a user none. */
    KeyBounds bounds(Identity caller) {
        if (caller.kind() != SubjectKind.KEY) {
            return UNBOUNDED;
        }
        @Nullable KeyRow own = KeyRow.findById(caller.subject());
        if (own == null) {
            throw ProblemException.of(ErrorCode.FORBIDDEN).internally("the calling key is gone");
        }
        return KeyBounds.of(own);
    }

    /**
     * The teams of a key, of which an owner or admin holds all of the tenant. Ids that are unknown and ids that are foreign are refused alike. Where none is asked for, a key
     * hands on its own, and a user none: such a key acts for the tenant as a whole.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first bad id
     */
    List<UUID> teams(Identity caller, @Nullable List<UUID> requested) {
        boolean holdsAll = caller.kind() == SubjectKind.USER
                && (caller.roles().contains(Role.OWNER.wireName())
                        || caller.roles().contains(Role.ADMIN.wireName()));
        Collection<UUID> held = holdsAll && requested != null
                ? sql.list(TEAMS, row -> row.uuid("id"), caller.requireTenant(), requested)
                : caller.teams();
        return KeyRules.teams(caller, held, requested);
    }

    /**
     * Checks that a caller may be given what a key holds.
     *
     * @throws ProblemException {@code MISSING_SCOPE} or {@code FORBIDDEN}
     */
    void requireMayHold(Identity caller, KeyRow row) {
        KeyRules.requireMayGrant(caller, row.scopes);
        if (caller.kind() == SubjectKind.KEY && !caller.teams().isEmpty()) {
            boolean within = !row.teamIds.isEmpty() && new HashSet<>(caller.teams()).containsAll(row.teamIds);
            if (!within) {
                throw ProblemException.of(ErrorCode.FORBIDDEN, "The key belongs to teams that you do not belong to");
            }
        }
        requireWithin(KeyBounds.of(row), bounds(caller), "The key is bounded less than yours");
    }

    /**
     * @throws ProblemException {@code FORBIDDEN} naming the field in which the inner bounds are wider
     */
    static void requireWithin(KeyBounds inner, KeyBounds outer, String message) {
        inner.widerThan(outer).ifPresent(field -> {
            throw ProblemException.of(ErrorCode.FORBIDDEN, message + ": " + field)
                    .withField("field", field);
        });
    }
}
