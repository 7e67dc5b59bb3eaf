package io.breakwater.auth.account;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.onetime.OneTimeTokens;
import io.breakwater.auth.onetime.OneTimeTokens.Purpose;
import io.breakwater.auth.onetime.OneTimeTokens.Redeemed;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.User;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds out by mail whether an address is its user's. Joins the caller's transaction. */
@ApplicationScoped
@Transactional
public class EmailVerification {

    private static final String TEMPLATE = "verify-email";

    private final OneTimeTokens tokens;
    private final AddressChange addressChange;
    private final Users users;
    private final Mails mails;
    private final LoginThrottle throttle;
    private final AuditLog auditLog;
    private final AccountConfig config;

    EmailVerification(
            OneTimeTokens tokens,
            AddressChange addressChange,
            Users users,
            Mails mails,
            LoginThrottle throttle,
            AuditLog auditLog,
            AccountConfig config) {
        this.tokens = tokens;
        this.addressChange = addressChange;
        this.users = users;
        this.mails = mails;
        this.throttle = throttle;
        this.auditLog = auditLog;
        this.config = config;
    }

    /** Mails a token to a user whose address is not verified; to one whose is, nothing. */
    public void request(User user) {
        if (user.emailVerified()) {
            return;
        }
        EmailAddress address = EmailAddress.of(user.email());
        Duration life = config.verificationToken();
        String token = tokens.make(Purpose.VERIFY_EMAIL, user.id(), address, life);
        mails.send(
                new Mail(address.display(), TEMPLATE, Map.of("token", token, "hours", Long.toString(life.toHours()))));
        auditLog.record(AuditEvent.of("user.verification_requested")
                .byUser(user.id())
                .on("user", user.id())
                .personal("email", user.email()));
    }

    /** Mails a further token, a few times an hour; beyond that, silently none. */
    void requestAgain(UUID id) {
        User user = users.find(id).orElseThrow(() -> new IllegalStateException("no user " + id));
        if (!user.emailVerified() && throttle.mayMail(TEMPLATE, id.toString())) {
            request(user);
        }
    }

    /**
     * Takes an address as verified by the token that was mailed to it, be it the account's or the one it is to have.
     *
     * @throws ProblemException {@code VALIDATION_ERROR} naming {@code token}; {@code CONFLICT} when the address that the
     *     account is to have was taken meanwhile
     */
    void verify(String token) {
        Optional<Redeemed> change = tokens.redeem(Purpose.CHANGE_EMAIL, token);
        if (change.isPresent()) {
            addressChange.confirm(change.get());
        } else {
            verifyPresent(token);
        }
    }

    private void verifyPresent(String token) {
        Redeemed redeemed = tokens.redeem(Purpose.VERIFY_EMAIL, token).orElseThrow(EmailVerification::refused);
        User user = users.find(redeemed.user()).orElseThrow(EmailVerification::refused);
        if (!EmailAddress.of(user.email()).key().equals(redeemed.emailKey())) {
            throw refused().internally("the token was mailed to an address that is not the user's any more");
        }
        if (users.markVerified(user.id(), redeemed.emailKey())) {
            auditLog.record(AuditEvent.of("user.email_verified")
                    .byUser(user.id())
                    .on("user", user.id())
                    .personal("email", user.email()));
        }
    }

    static ProblemException refused() {
        return ProblemException.invalidField("token", "is unknown, used or expired");
    }
}
