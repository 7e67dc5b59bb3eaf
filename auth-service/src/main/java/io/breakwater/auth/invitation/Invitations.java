package io.breakwater.auth.invitation;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.member.Members;
import io.breakwater.auth.member.RoleRules;
import io.breakwater.auth.paging.Page;
import io.breakwater.auth.paging.PageRequest;
import io.breakwater.auth.team.Teams;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Makes, lists and revokes the invitations of the caller's tenant. */
@ApplicationScoped
@Transactional
class Invitations {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String TEMPLATE = "invitation";
    private static final String RETRY_AFTER_SECONDS = "3600";

    private final InvitationConfig config;
    private final InvitationStore store;
    private final Tenants tenants;
    private final Members members;
    private final Teams teams;
    private final Users users;
    private final LoginThrottle throttle;
    private final Mails mails;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Invitations(
            InvitationConfig config,
            InvitationStore store,
            Tenants tenants,
            Members members,
            Teams teams,
            Users users,
            LoginThrottle throttle,
            Mails mails,
            AuditLog audit,
            Clock clock) {
        this.config = config;
        this.store = store;
        this.tenants = tenants;
        this.members = members;
        this.teams = teams;
        this.users = users;
        this.throttle = throttle;
        this.mails = mails;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Invites an address, in place of an open invitation of the same address.
     *
     * @throws ProblemException {@code FORBIDDEN} until the caller's address is verified, or as {@link RoleRules} says;
     *     {@code VALIDATION_ERROR}; {@code CONFLICT} for a member; {@code RATE_LIMITED} when the tenant has sent too many,
     *     or the address was sent too many by whatever tenants
     */
    InvitationView create(Identity caller, InvitationRequest request) {
        EmailAddress email = EmailAddress.of(request.email());
        users.requireVerified(caller.subject());
        Tenant tenant = tenants.lock(caller.requireTenant());
        RoleRules.requireMayChange(members.roleOf(caller), null, request.role());
        teams.requireAll(tenant.id(), request.teams());
        if (store.isMember(tenant.id(), email.key())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "This address belongs to a member");
        }
        Instant now = clock.instant();
        if (store.madeSince(tenant.id(), now.minus(DAY)) >= config.perDay()) {
            throw tooMany("Too many invitations today");
        }
        if (!throttle.mayMailNow(TEMPLATE, email.key())) {
            throw tooMany("This address was invited too often lately");
        }
        store.revokeOpen(tenant.id(), email.key(), now)
                .ifPresent(older -> audit.record(revoked(caller, older).with("reason", "superseded")));
        Invitation invitation = new Invitation(
                UuidCreator.getTimeOrderedEpoch(),
                tenant.id(),
                email.display(),
                email.key(),
                request.role(),
                request.teams(),
                caller.subject(),
                now,
                now.plus(config.life()),
                null,
                null);
        String token = InvitationToken.random(random);
        store.insert(invitation, InvitationToken.hash(token));
        mails.send(new Mail(
                email.display(),
                TEMPLATE,
                Map.of(
                        "tenant", tenant.name(),
                        "role", request.role().wireName(),
                        "token", token,
                        "days", Long.toString(config.life().toDays()))));
        audit.record(aboutOwner(email, AuditEvent.of("invitation.created").by(caller))
                .in(tenant.id())
                .on("invitation", invitation.id())
                .with("role", request.role())
                .with("team_ids", request.teams())
                .personal("email", email.display()));
        return InvitationView.from(invitation, now);
    }

    private static ProblemException tooMany(String message) {
        return ProblemException.of(ErrorCode.RATE_LIMITED, message).withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** The address is personal data of whoever is invited, not of who invites. */
    private AuditEvent aboutOwner(EmailAddress email, AuditEvent event) {
        return users.account(email).map(Account::id).map(event::about).orElseGet(event::aboutNobody);
    }

    private static AuditEvent revoked(Identity caller, UUID invitation) {
        return AuditEvent.of("invitation.revoked")
                .by(caller)
                .in(caller.requireTenant())
                .on("invitation", invitation);
    }

    /** A page of the invitations, newest first, whatever became of them. */
    Page<InvitationView> list(Identity caller, PageRequest page) {
        Instant now = clock.instant();
        return page.page(
                store.list(caller.requireTenant(), page),
                Invitation::id,
                invitation -> InvitationView.from(invitation, now));
    }

    /**
     * Revokes an invitation; nothing happens when it was revoked already.
     *
     * @throws ProblemException {@code NOT_FOUND}; {@code CONFLICT} when it was accepted
     */
    void revoke(Identity caller, UUID id) {
        UUID tenant = tenants.lock(caller.requireTenant()).id();
        members.requireAdmin(caller);
        Invitation invitation = store.find(tenant, id)
                .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND).internally("no invitation " + id));
        if (invitation.acceptedAt() != null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "The invitation was accepted: remove the member instead");
        }
        if (invitation.revokedAt() == null) {
            store.revoke(id, clock.instant());
            audit.record(revoked(caller, id));
        }
    }
}
