package io.breakwater.auth.account;

import io.breakwater.auth.account.Reauthentication.Domain;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.onetime.OneTimeTokens;
import io.breakwater.auth.onetime.OneTimeTokens.Purpose;
import io.breakwater.auth.onetime.OneTimeTokens.Redeemed;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives an account another address once a token that was mailed there comes back. Until then the account stays with the
 * address it has. Changing or resetting the password gives the wish up.
 */
@ApplicationScoped
public class AddressChange {

    private static final String MAILS = "change-email";
    private static final String TEMPLATE = "verify-email";

    private final Users users;
    private final OneTimeTokens tokens;
    private final Mails mails;
    private final LoginThrottle throttle;
    private final RequestOrigin origin;
    private final AuditLog auditLog;
    private final AccountConfig config;

    AddressChange(
            Users users,
            OneTimeTokens tokens,
            Mails mails,
            LoginThrottle throttle,
            RequestOrigin origin,
            AuditLog auditLog,
            AccountConfig config) {
        this.users = users;
        this.tokens = tokens;
        this.mails = mails;
        this.throttle = throttle;
        this.origin = origin;
        this.auditLog = auditLog;
        this.config = config;
    }

    /**
     * Makes sure that a mail may go to the wanted address, and charges it. Call it outside of transactions.
     *
     * @throws ProblemException {@code CONFLICT} when the address is taken; {@code RATE_LIMITED} when the user asked, or
     *     anybody asked for this address, too often
     */
    public void admit(Account account, EmailAddress wanted) {
        if (users.account(wanted).isPresent()) {
            throw Users.addressTaken();
        }
        if (!throttle.mayMail(MAILS, account.id().toString()) || !throttle.mayMail(MAILS, Domain.USER.name(wanted))) {
            throw ProblemException.of(ErrorCode.RATE_LIMITED, "Too many changes of address; try again later")
                    .withHeader("Retry-After", Long.toString(Duration.ofHours(1).toSeconds()));
        }
    }

    /** Mails a token to the wanted address; the one mailed before is void. Joins the caller's transaction. */
    @Transactional
    public void request(Identity caller, Account account, EmailAddress wanted) {
        Duration life = config.verificationToken();
        String token = tokens.make(Purpose.CHANGE_EMAIL, account.id(), wanted, life);
        mails.send(
                new Mail(wanted.display(), TEMPLATE, Map.of("token", token, "hours", Long.toString(life.toHours()))));
        auditLog.record(AuditEvent.of("user.email_change_requested")
                .by(caller)
                .on("user", account.id())
                .personal("email_before", account.email())
                .personal("email", wanted.display()));
    }

    /** The address that waits for its token, as its owner writes it; empty when there is none. */
    @Transactional
    public Optional<String> pending(UUID user) {
        return tokens.address(Purpose.CHANGE_EMAIL, user);
    }

    /** Gives the wish for another address up. Joins the caller's transaction. */
    @Transactional
    public void withdraw(UUID user) {
        tokens.revoke(Purpose.CHANGE_EMAIL, user);
    }

    /**
     * Gives the account the address that a token came back from, voids what was mailed to the old one, and says so there.
     * Joins the caller's transaction.
     *
     * @throws ProblemException {@code CONFLICT} when the address was taken meanwhile; the token is not used up
     */
    @Transactional
    void confirm(Redeemed redeemed) {
        Account account = users.account(redeemed.user()).orElseThrow(EmailVerification::refused);
        String written = Optional.ofNullable(redeemed.email()).orElseThrow(EmailVerification::refused);
        EmailAddress before = EmailAddress.of(account.email());
        EmailAddress proved = EmailAddress.of(written);
        users.changeAddress(account.id(), proved);
        for (Purpose purpose : Purpose.values()) {
            tokens.revoke(purpose, account.id());
        }
        throttle.forget(Domain.USER.name(before));
        throttle.proved(Domain.USER.name(proved), origin.ip());
        mails.send(new Mail(before.display(), "email-changed", Map.of()));
        auditLog.record(AuditEvent.of("user.email_changed")
                .byUser(account.id())
                .on("user", account.id())
                .personal("email_before", before.display())
                .personal("email", proved.display()));
    }
}
