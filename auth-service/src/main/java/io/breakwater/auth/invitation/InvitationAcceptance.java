package io.breakwater.auth.invitation;

import io.breakwater.auth.account.Reauthentication;
import io.breakwater.auth.account.Reauthentication.Domain;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.member.Members;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.team.Teams;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns invitations into memberships. Passwords are hashed outside of transactions, so none is held open meanwhile. */
@ApplicationScoped
class InvitationAcceptance {

    private final InvitationStore store;
    private final Tenants tenants;
    private final Members members;
    private final Teams teams;
    private final Users users;
    private final Reauthentication reauthentication;
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
            Reauthentication reauthentication,
            PasswordRules rules,
            PasswordHasher hasher,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.members = members;
        this.teams = teams;
        this.users = users;
        this.reauthentication = reauthentication;
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
     * Makes whoever was invited a member without a sign-in, which needs a membership: with a new account for the invited
     * address, which the token verifies, or with the password of an account that has no membership left.
     *
     * @throws ProblemException {@code NOT_FOUND} as above; {@code UNAUTHENTICATED} when the address has an account with a
     *     membership, or another password; {@code RATE_LIMITED} after wrong passwords; {@code SERVICE_UNAVAILABLE} when too
     *     many hashes are waiting; {@code VALIDATION_ERROR}; {@code TENANT_SUSPENDED}
     */
    Accepted accept(String token, @Nullable NewAccount account) {
        Offer offer = QuarkusTransaction.joiningExisting().call(() -> offer(token));
        if (account == null) {
            throw ProblemException.invalidField("password", "must not be null");
        }
        return offer.account() == null
                ? new Accepted(joinAnew(token, offer, account), true)
                : new Accepted(joinAgain(token, offer, offer.account(), account.password()), false);
    }

    /**
     * An acceptance without a credential.
     *
     * @param isNew whether an account was made
     */
    record Accepted(JoinedView joined, boolean isNew) {}

    /**
     * What is accepted.
     *
     * @param account the one of the address, without any membership; null when there is none
     */
    private record Offer(
            UUID tenant, EmailAddress email, @Nullable Account account) {}

    private Offer offer(String token) {
        Invitation invitation = pending(token);
        EmailAddress email = EmailAddress.of(invitation.email());
        @Nullable Account account = users.account(email).orElse(null);
        if (account != null) {
            requireNoMembership(account);
        }
        return new Offer(invitation.tenant(), email, account);
    }

    private void requireNoMembership(Account account) {
        if (users.firstMembership(account.id()).isPresent()) {
            throw signInFirst();
        }
    }

    private static ProblemException signInFirst() {
        return ProblemException.of(ErrorCode.UNAUTHENTICATED, "This address has an account: sign in to accept");
    }

    private JoinedView joinAnew(String token, Offer offer, NewAccount account) {
        rules.require(account.password(), "password", offer.email().names());
        String hash = hasher.hash(account.password());
        return QuarkusTransaction.joiningExisting().call(() -> {
            Tenant tenant = tenants.lock(offer.tenant());
            Invitation invitation = pending(token);
            if (users.account(offer.email()).isPresent()) {
                throw signInFirst();
            }
            User user = users.create(offer.email(), hash);
            if (account.name() != null) {
                users.rename(user.id(), account.name());
            }
            audit.record(AuditEvent.of("user.registered")
                    .byUser(user.id())
                    .in(tenant.id())
                    .on("user", user.id())
                    .with("by_invitation", invitation.id())
                    .personal("email", user.email()));
            return verifyAndJoin(invitation, tenant, user);
        });
    }

    private JoinedView joinAgain(String token, Offer offer, Account account, String password) {
        if (!reauthentication.fits(Domain.USER, offer.email(), account, password)) {
            throw wrongPassword("wrong password");
        }
        return QuarkusTransaction.joiningExisting().call(() -> {
            Tenant tenant = tenants.lock(offer.tenant());
            Invitation invitation = pending(token);
            if (!users.isUnchanged(account)) {
                throw wrongPassword("the password was changed meanwhile");
            }
            requireNoMembership(account);
            User user = users.find(account.id())
                    .filter(found -> EmailAddress.of(found.email()).key().equals(invitation.emailKey()))
                    .orElseThrow(() -> wrongPassword("the address was changed meanwhile"));
            return verifyAndJoin(invitation, tenant, user);
        });
    }

    private static ProblemException wrongPassword(String why) {
        return ProblemException.of(
                        ErrorCode.UNAUTHENTICATED, "This address has an account, and this is not its password")
                .internally(why);
    }

    /** Whoever holds the token has read the mail. */
    private JoinedView verifyAndJoin(Invitation invitation, Tenant tenant, User user) {
        users.markVerified(user.id(), invitation.emailKey());
        return join(invitation, tenant, user);
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

    /** Open, and sent by someone who could send it today. */
    private Invitation pending(String token) {
        return store.byToken(InvitationToken.hash(token))
                .filter(invitation -> invitation.state(clock.instant()) == InvitationState.PENDING)
                .filter(this::isBacked)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no open invitation"));
    }

    private boolean isBacked(Invitation invitation) {
        return invitation.invitedBy() != null
                && members.mayTakeIn(invitation.tenant(), invitation.invitedBy(), invitation.role());
    }
}
