package io.breakwater.auth.account;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.onetime.OneTimeTokens;
import io.breakwater.auth.onetime.OneTimeTokens.Purpose;
import io.breakwater.auth.onetime.OneTimeTokens.Redeemed;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.auth.session.Sessions;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.identity.Identity;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changes passwords. Hashes outside of transactions; call it outside of any. */
@ApplicationScoped
class Passwords {

    private final Users users;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final UnprovedKeys unprovedKeys;
    private final Reauthentication reauthentication;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final Mails mails;
    private final AuditLog auditLog;
    private final RequestOrigin origin;

    Passwords(
            Users users,
            Sessions sessions,
            OneTimeTokens tokens,
            UnprovedKeys unprovedKeys,
            Reauthentication reauthentication,
            PasswordRules rules,
            PasswordHasher hasher,
            LoginThrottle throttle,
            Mails mails,
            AuditLog auditLog,
            RequestOrigin origin) {
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.unprovedKeys = unprovedKeys;
        this.reauthentication = reauthentication;
        this.rules = rules;
        this.hasher = hasher;
        this.throttle = throttle;
        this.mails = mails;
        this.auditLog = auditLog;
        this.origin = origin;
    }

    /**
     * Changes the caller's password and ends their other sessions.
     *
     * @throws ProblemException {@code FORBIDDEN} without a session, as with a token of an external issuer;
     *     {@code VALIDATION_ERROR}, {@code RATE_LIMITED}; {@code CONFLICT} when it was changed meanwhile
     */
    void change(Identity caller, PasswordChange change) {
        UUID session = Sessions.require(caller);
        Account account = requireCurrent(caller, change.currentPassword());
        rules.require(change.newPassword(), "new_password", names(account));
        String hash = hasher.hash(change.newPassword());
        QuarkusTransaction.requiringNew().run(() -> {
            if (!users.replacePassword(account, hash)) {
                throw ProblemException.of(ErrorCode.CONFLICT, "The password was changed meanwhile");
            }
            tokens.revoke(Purpose.RESET_PASSWORD, account.id());
            tokens.revoke(Purpose.CHANGE_EMAIL, account.id());
            sessions.endOthersOf(account.id(), session, "password_changed");
            mails.send(new Mail(account.email(), "password-changed", Map.of()));
            auditLog.record(AuditEvent.of("user.password_changed").by(caller).on("user", account.id()));
        });
    }

    /**
     * Makes sure that the caller knows their password.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming {@code current_password}, or {@code RATE_LIMITED}
     */
    Account requireCurrent(Identity caller, String currentPassword) {
        Account account = users.account(caller.subject())
                .orElseThrow(() -> ProblemException.of(ErrorCode.INVALID_TOKEN).internally("no such user"));
        EmailAddress address = EmailAddress.of(account.email());
        if (!reauthentication.fits(Reauthentication.Domain.USER, address, account, currentPassword)) {
            throw ProblemException.invalidField("current_password", "is wrong");
        }
        return account;
    }

    /**
     * Sets a new password by a token that was mailed, ends all sessions, and takes the address as verified. Where it was
     * not before, someone else may have made the account: the keys made with it are revoked.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming {@code token} or {@code password}; a password that is
     *     refused does not use the token up
     */
    void reset(String token, String password) {
        Redeemed promised = tokens.find(Purpose.RESET_PASSWORD, token).orElseThrow(EmailVerification::refused);
        Account account = users.account(promised.user()).orElseThrow(EmailVerification::refused);
        rules.require(password, "password", names(account));
        String hash = hasher.hash(password);
        QuarkusTransaction.requiringNew().run(() -> {
            Redeemed redeemed = tokens.redeem(Purpose.RESET_PASSWORD, token).orElseThrow(EmailVerification::refused);
            Account present = users.account(redeemed.user()).orElseThrow(EmailVerification::refused);
            EmailAddress address = EmailAddress.of(present.email());
            if (!address.key().equals(redeemed.emailKey())) {
                throw EmailVerification.refused();
            }
            users.changePassword(present.id(), hash);
            if (users.markVerified(present.id(), address.key())) {
                unprovedKeys.revoke(present.id());
            }
            tokens.revoke(Purpose.RESET_PASSWORD, present.id());
            tokens.revoke(Purpose.CHANGE_EMAIL, present.id());
            sessions.endAllOf(present.id(), null, "password_reset");
            throttle.proved(Reauthentication.Domain.USER.name(address), origin.ip());
            mails.send(new Mail(present.email(), "password-changed", Map.of()));
            auditLog.record(
                    AuditEvent.of("user.password_reset").byUser(present.id()).on("user", present.id()));
        });
    }

    private static List<String> names(Account account) {
        return EmailAddress.of(account.email()).names();
    }
}
