package io.breakwater.auth.account;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.mail.Mail;
import io.breakwater.auth.mail.Mails;
import io.breakwater.auth.onetime.OneTimeTokens;
import io.breakwater.auth.onetime.OneTimeTokens.Purpose;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.auth.user.Users;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Mails a token to whoever forgot their password. The caller is told nothing about the address, neither by word nor by time. */
@ApplicationScoped
class ForgottenPasswords {

    private static final Logger LOG = Logger.getLogger(ForgottenPasswords.class);
    private static final String TEMPLATE = "reset-password";
    private static final int WAITING = 256;

    private final Users users;
    private final OneTimeTokens tokens;
    private final Mails mails;
    private final LoginThrottle throttle;
    private final AuditLog auditLog;
    private final AccountConfig config;
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            2,
            2,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofVirtual().name("forgotten-password-", 0).factory());

    ForgottenPasswords(
            Users users,
            OneTimeTokens tokens,
            Mails mails,
            LoginThrottle throttle,
            AuditLog auditLog,
            AccountConfig config) {
        this.users = users;
        this.tokens = tokens;
        this.mails = mails;
        this.throttle = throttle;
        this.auditLog = auditLog;
        this.config = config;
    }

    /**
     * Takes a request in. Known and unknown addresses cost the same here: one look-up and one audit event.
     *
     * @throws ProblemException {@code SERVICE_UNAVAILABLE} when too many requests are waiting
     */
    void request(EmailAddress address) {
        @Nullable Account account = users.account(address).orElse(null);
        AuditEvent event = AuditEvent.of("user.password_reset_requested").byAnonymous();
        auditLog.recordAlone(
                account == null
                        ? event.on("user", null).failed("unknown_address")
                        : event.on("user", account.id()).about(account.id()).personal("email", account.email()));
        try {
            worker.execute(() -> mailTo(address, account));
        } catch (RejectedExecutionException e) {
            throw ProblemException.of(ErrorCode.SERVICE_UNAVAILABLE).causedBy(e);
        }
    }

    private void mailTo(EmailAddress address, @Nullable Account account) {
        try {
            boolean may = throttle.mayMail(TEMPLATE, Reauthentication.Domain.USER.name(address));
            if (may && account != null) {
                QuarkusTransaction.requiringNew().run(() -> mail(address, account));
            }
        } catch (RuntimeException e) {
            LOG.error("A mail to set a new password could not be queued; its user has to ask again", e);
        }
    }

    private void mail(EmailAddress address, Account account) {
        Duration life = config.resetToken();
        String token = tokens.make(Purpose.RESET_PASSWORD, account.id(), address, life);
        mails.send(new Mail(
                account.email(), TEMPLATE, Map.of("token", token, "minutes", Long.toString(life.toMinutes()))));
    }

    @PreDestroy
    void stop() {
        worker.close();
    }
}
