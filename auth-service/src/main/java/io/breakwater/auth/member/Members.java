package io.breakwater.auth.member;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.feed.ChangeFeed;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Role;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Shows, changes and removes the members of the caller's tenant. */
@ApplicationScoped
@Transactional
public class Members {

    private static final String REMOVED = "member_removed";
    private static final String DEMOTED = "member_demoted";

    private final MemberStore store;
    private final Tenants tenants;
    private final Sessions sessions;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Clock clock;

    Members(MemberStore store, Tenants tenants, Sessions sessions, ChangeFeed feed, AuditLog audit, Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.sessions = sessions;
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
    }

    Page<MemberView> list(Identity caller, PageRequest page) {
        return page.page(store.list(caller.requireTenant(), page), MemberView::id, member -> member);
    }

    /**
     * @throws ProblemException {@code NOT_FOUND} for whoever is no member of the caller's tenant
     */
    MemberView get(Identity caller, UUID user) {
        return store.find(caller.requireTenant(), user)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no member " + user));
    }

    /**
     * The caller's role in their tenant as it is now. Call it with the tenant locked when something follows from it.
     *
     * @throws ProblemException {@code FORBIDDEN} when they are a member no more
     */
    public Role roleOf(Identity caller) {
        return store.role(caller.requireTenant(), caller.subject())
                .orElseThrow(() -> ProblemException.of(ErrorCode.FORBIDDEN).internally("no longer a member"));
    }

    /**
     * Checks that the caller may still administer their tenant, whatever their token says.
     *
     * @throws ProblemException {@code MISSING_SCOPE}; {@code FORBIDDEN} when they are a member no more
     */
    public void requireAdmin(Identity caller) {
        RoleRules.requireMayChange(roleOf(caller), null, null);
    }

    /** Whether a user is a member of a tenant. */
    public boolean isMember(UUID tenant, UUID user) {
        return store.role(tenant, user).isPresent();
    }

    /** Whether a user is, as things are now, a member who may take a newcomer into the tenant as one of a role. */
    public boolean mayTakeIn(UUID tenant, UUID user, Role newcomer) {
        return store.role(tenant, user)
                .filter(own -> RoleRules.mayChange(own, null, newcomer))
                .isPresent();
    }

    /**
     * Takes a user in, and has gateways forget what they know of them. The tenant must be locked.
     *
     * @return false, and nothing has happened, when they are a member already
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean add(UUID tenant, UUID user, Role role) {
        if (!store.add(tenant, user, role, clock.instant())) {
            return false;
        }
        feed.userChanged(user, tenant);
        audit.record(AuditEvent.of("member.added")
                .byUser(user)
                .in(tenant)
                .on("user", user)
                .with("role", role));
        return true;
    }

    /**
     * Gives a member another role. One who loses rights loses the open invitations that they have sent.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code MISSING_SCOPE} or {@code FORBIDDEN} as {@link RoleRules} says;
     *     {@code CONFLICT} for the last owner
     */
    MemberView changeRole(Identity caller, UUID user, Role wanted) {
        UUID tenant = tenants.lock(caller.requireTenant()).id();
        Role own = roleOf(caller);
        Role present = get(caller, user).role();
        RoleRules.requireMayChange(own, present, wanted);
        if (wanted != present) {
            requireAnotherOwner(tenant, present);
            store.setRole(tenant, user, wanted);
            feed.userChanged(user, tenant);
            audit.record(AuditEvent.of("member.role_changed")
                    .by(caller)
                    .in(tenant)
                    .on("user", user)
                    .with("before", present)
                    .with("after", wanted));
            // Roles are declared from the least to the most.
            if (wanted.compareTo(present) < 0) {
                revokeInvitations(caller, tenant, user, DEMOTED);
            }
        }
        return get(caller, user);
    }

    /**
     * Removes a member, or lets the caller leave: their teams and sessions in the tenant and the open invitations that they
     * have sent end too.
     *
     * @throws ProblemException as {@link #changeRole}
     */
    void remove(Identity caller, UUID user) {
        UUID tenant = tenants.lock(caller.requireTenant()).id();
        Role own = roleOf(caller);
        Role present = get(caller, user).role();
        boolean leaves = caller.subject().equals(user);
        if (!leaves) {
            RoleRules.requireMayChange(own, present, null);
        }
        requireAnotherOwner(tenant, present);
        store.remove(tenant, user);
        revokeInvitations(caller, tenant, user, REMOVED);
        sessions.endAllOf(user, tenant, REMOVED);
        feed.userChanged(user, tenant);
        audit.record(AuditEvent.of("member.removed")
                .by(caller)
                .in(tenant)
                .on("user", user)
                .with("role", present)
                .with("left", leaves));
    }

    private void revokeInvitations(Identity caller, UUID tenant, UUID inviter, String reason) {
        for (UUID invitation : store.revokeInvitationsBy(tenant, inviter, clock.instant())) {
            audit.record(AuditEvent.of("invitation.revoked")
                    .by(caller)
                    .in(tenant)
                    .on("invitation", invitation)
                    .with("reason", reason));
        }
    }

    private void requireAnotherOwner(UUID tenant, Role present) {
        if (present == Role.OWNER && store.owners(tenant) == 1) {
            throw ProblemException.of(ErrorCode.CONFLICT, "This is the last owner: make someone else an owner first");
        }
    }
}
