package io.breakwater.auth.invitation;

import io.breakwater.auth.audit.AuditEvent;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.member.Members;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.team.Teams;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Turns invitations into memberships. Passwords are hashed outside of transactions, so none is held open meanwhile. */
@ApplicationScoped
class InvitationAcceptance {

    private final InvitationStore store;
    private final Tenants tenants;
    private final Members members;
    private final Teams teams;
    private final Users users;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final Clock clock;

    InvitationAcceptance(
            InvitationStore store,
            Tenants tenants,
            Members members,
            Teams teams,
            Users users,
            PasswordRules rules,
            PasswordHasher hasher,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.members = members;
        this.teams = teams;
        this.users = users;
        this.rules = rules;
        this.hasher = hasher;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes a signed-in user a member.
     *
     * @throws ProblemException {@code NOT_FOUND} for a token that is no good (any more); {@code FORBIDDEN} when the
     *     user's address is another, or not verified; {@code CONFLICT} for a member; {@code TENANT_SUSPENDED}
     */
    JoinedView accept(String token, Identity caller) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            Tenant tenant = tenants.lock(pending(token).tenant());
            Invitation invitation = pending(token);
            User user = users.find(caller.subject())
                    .orElseThrow(
                            () -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no such user"));
            if (!EmailAddress.of(user.email()).key().equals(invitation.emailKey())) {
                throw ProblemException.of(ErrorCode.FORBIDDEN, "This invitation is for another e-mail address");
            }
            users.requireVerified(user.id());
            return join(invitation, tenant, user);
        });
    }

    /**
     * Makes an account for the invited address, which the token verifies, and makes it a member.
     *
     * @throws ProblemException {@code NOT_FOUND} as above; {@code UNAUTHENTICATED} when the address has an account;
     *     {@code VALIDATION_ERROR}; {@code TENANT_SUSPENDED}
     */
    JoinedView accept(String token, @Nullable NewAccount account) {
        Invitation open = QuarkusTransaction.joiningExisting().call(() -> withoutAccount(pending(token)));
        if (account == null) {
            throw ProblemException.invalidField("password", "must not be null");
        }
        EmailAddress email = EmailAddress.of(open.email());
        rules.require(account.password(), "password", email.names());
        String hash = hasher.hash(account.password());
        return QuarkusTransaction.joiningExisting().call(() -> {
            Tenant tenant = tenants.lock(open.tenant());
            Invitation invitation = withoutAccount(pending(token));
            User user = users.create(email, hash);
            users.markVerified(user.id(), email.key());
            if (account.name() != null) {
                users.rename(user.id(), account.name());
            }
            audit.record(AuditEvent.of("user.registered")
                    .byUser(user.id())
                    .in(tenant.id())
                    .on("user", user.id())
                    .with("by_invitation", invitation.id())
                    .personal("email", user.email()));
            return join(invitation, tenant, user);
        });
    }

    private Invitation withoutAccount(Invitation invitation) {
        if (users.account(EmailAddress.of(invitation.email())).isPresent()) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "This address has an account: sign in to accept");
        }
        return invitation;
    }

    private JoinedView join(Invitation invitation, Tenant tenant, User user) {
        tenant.requireActive();
        if (!members.add(tenant.id(), user.id(), invitation.role())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "You are a member already");
        }
        teams.join(tenant.id(), invitation.teams(), user.id());
        store.accept(invitation.id(), user.id(), clock.instant());
        audit.record(AuditEvent.of("invitation.accepted")
                .byUser(user.id())
                .in(tenant.id())
                .on("invitation", invitation.id())
                .with("role", invitation.role()));
        return JoinedView.of(tenant, user.id(), user.email(), invitation.role());
    }

    private Invitation pending(String token) {
        return store.byToken(InvitationToken.hash(token))
                .filter(invitation -> invitation.state(clock.instant()) == InvitationState.PENDING)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no open invitation"));
    }
}
