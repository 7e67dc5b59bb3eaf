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
import jakarta.persistence.LockModeType;
import java.time.Clock;
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
    private final Clock clock;

    KeyGrants(Users users, Sql sql, Clock clock) {
        this.users = users;
        this.sql = sql;
        this.clock = clock;
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

    /**
     * What bounds whatever the caller hands on: for a key its own bounds, for a user none. A calling key stays as it is until
     * the transaction ends: one that is revoked while its request is under way has handed on before, or does not at all.
     *
     * @throws ProblemException {@code FORBIDDEN} when the calling key has been revoked or has expired since it was let in
     */
    KeyBounds bounds(Identity caller) {
        if (caller.kind() != SubjectKind.KEY) {
            return UNBOUNDED;
        }
        @Nullable KeyRow own = KeyRow.findById(caller.subject(), LockModeType.PESSIMISTIC_READ);
        if (own == null || !own.isAlive(clock.instant())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "The calling key is revoked or has expired");
        }
        return KeyBounds.of(own);
    }

    /**
     * The teams of a key, of which an owner or admin holds all of the tenant. Ids that are unknown and ids that are foreign
     * are refused alike. Where none is asked for, a key hands on its own, and a user none: such a key acts for the tenant as
     * a whole. Teams are there until the transaction ends if the tenant was locked before.
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
     * The teams that a key is changed to. As {@link #teams}, but none means none: the key then acts for the tenant as a whole.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} with the path of the first bad id
     */
    List<UUID> changedTeams(Identity caller, @Nullable List<UUID> requested) {
        return requested == null || requested.isEmpty() ? List.of() : teams(caller, requested);
    }

    /**
     * Checks that the teams of a key that is to live again are still there; those of a living key are not deleted.
     *
     * @throws ProblemException {@code CONFLICT}
     */
    void requireTeams(KeyRow row) {
        int there = sql.list(TEAMS, found -> found.uuid("id"), row.tenantId, row.teamIds)
                .size();
        if (there < row.teamIds.size()) {
            throw ProblemException.of(ErrorCode.CONFLICT, "A team of the key was deleted: name other teams");
        }
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
