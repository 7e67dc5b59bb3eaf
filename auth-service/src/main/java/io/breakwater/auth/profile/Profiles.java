package io.breakwater.auth.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.breakwater.auth.account.EmailVerification;
import io.breakwater.auth.account.Reauthentication;
import io.breakwater.auth.audit.AuditEvent;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.onetime.OneTimeTokens;
import io.breakwater.auth.onetime.OneTimeTokens.Purpose;
import io.breakwater.auth.profile.Me.Membership;
import io.breakwater.auth.tenant.Tenant;
import io.breakwater.auth.tenant.Tenants;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Member;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows and changes who is signed in. Call it outside of transactions. */
@ApplicationScoped
class Profiles {

    private static final String NAME = "name";
    private static final String EMAIL = "email";
    private static final String CURRENT_PASSWORD = "current_password";

    private final Users users;
    private final Tenants tenants;
    private final MembershipStore memberships;
    private final Reauthentication reauthentication;
    private final EmailVerification verification;
    private final OneTimeTokens tokens;
    private final LoginThrottle throttle;
    private final RequestOrigin origin;
    private final Mails mails;
    private final AuditLog auditLog;

    Profiles(
            Users users,
            Tenants tenants,
            MembershipStore memberships,
            Reauthentication reauthentication,
            EmailVerification verification,
            OneTimeTokens tokens,
            LoginThrottle throttle,
            RequestOrigin origin,
            Mails mails,
            AuditLog auditLog) {
        this.users = users;
        this.tenants = tenants;
        this.memberships = memberships;
        this.reauthentication = reauthentication;
        this.verification = verification;
        this.tokens = tokens;
        this.throttle = throttle;
        this.origin = origin;
        this.mails = mails;
        this.auditLog = auditLog;
    }

    /**
     * @throws ProblemException {@code INVALID_TOKEN} when the caller is no member any more
     */
    Me show(Identity caller) {
        UUID tenant = caller.requireTenant();
        return QuarkusTransaction.joiningExisting().call(() -> {
            Member member = users.member(caller.subject(), tenant)
                    .orElseThrow(
                            () -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no longer a member"));
            Tenant current = tenants.get(tenant);
            // Whoever signed in elsewhere did so for this tenant alone.
            List<Membership> all = caller.session() == null
                    ? List.of(new Membership(tenant, current.name(), member.role()))
                    : memberships.of(caller.subject());
            return Me.from(member.user(), member.role(), current, all);
        });
    }

    /**
     * Changes name and address in the manner of a JSON merge patch: a field that is absent stays, a name of null is
     * cleared. Another address needs {@code current_password}.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming the field, {@code CONFLICT} for an address that is taken,
     *     {@code RATE_LIMITED} after wrong passwords
     */
    Me change(Identity caller, ObjectNode change) {
        @Nullable String name = text(change, NAME);
        @Nullable EmailAddress wanted = change.has(EMAIL) ? EmailAddress.of(required(change, EMAIL)) : null;
        Account account = users.account(caller.subject())
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no such user"));
        boolean moves = wanted != null && !wanted.display().equals(account.email());
        if (moves) {
            requirePassword(account, required(change, CURRENT_PASSWORD));
        }
        QuarkusTransaction.requiringNew().run(() -> {
            if (change.has(NAME)) {
                users.rename(account.id(), name);
            }
            if (moves && wanted != null) {
                move(caller, account, wanted);
            }
        });
        return show(caller);
    }

    private void requirePassword(Account account, String password) {
        EmailAddress present = EmailAddress.of(account.email());
        if (!reauthentication.fits(Reauthentication.Domain.USER, present, account, password)) {
            throw ProblemException.invalidField(CURRENT_PASSWORD, "is wrong");
        }
    }

    private void move(Identity caller, Account account, EmailAddress wanted) {
        if (!users.isUnchanged(account)) {
            throw ProblemException.of(ErrorCode.CONFLICT, "The account was changed meanwhile");
        }
        EmailAddress before = EmailAddress.of(account.email());
        User user = users.changeAddress(account.id(), wanted);
        if (before.key().equals(wanted.key())) {
            return;
        }
        tokens.revoke(Purpose.VERIFY_EMAIL, account.id());
        tokens.revoke(Purpose.RESET_PASSWORD, account.id());
        throttle.forget(Reauthentication.Domain.USER.name(before));
        throttle.proved(Reauthentication.Domain.USER.name(wanted), origin.ip());
        mails.send(new Mail(before.display(), "email-changed", Map.of()));
        verification.request(user);
        auditLog.record(AuditEvent.of("user.email_changed")
                .by(caller)
                .on("user", account.id())
                .personal("email_before", before.display())
                .personal("email", wanted.display()));
    }

    private static String required(ObjectNode change, String field) {
        String text = text(change, field);
        if (text == null) {
            throw ProblemException.invalidField(field, "must not be null");
        }
        return text;
    }

    /** Null when the field is absent or null. */
    private static @Nullable String text(ObjectNode change, String field) {
        JsonNode value = change.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw ProblemException.invalidField(field, "has the wrong type");
        }
        String text = value.textValue();
        if (text.length() > 320) {
            throw ProblemException.invalidField(field, "is too long");
        }
        return text;
    }
}
