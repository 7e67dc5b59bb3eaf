package io.breakwater.auth.account;

import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.audit.RequestOrigin;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.throttle.Attempt;
import io.breakwater.auth.throttle.LoginThrottle;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.EmailAddress;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Checks a password against an account, slowed down after failures: at login, and where the password is asked for again.
 * Takes as long for an account that does not exist. Call it outside of transactions.
 */
@ApplicationScoped
public class Reauthentication {

    private final LoginThrottle throttle;
    private final PasswordHasher hasher;
    private final PasswordCheckMetrics metrics;
    private final AuditLog auditLog;
    private final RequestOrigin origin;

    Reauthentication(
            LoginThrottle throttle,
            PasswordHasher hasher,
            PasswordCheckMetrics metrics,
            AuditLog auditLog,
            RequestOrigin origin) {
        this.metrics = metrics;
        this.throttle = throttle;
        this.hasher = hasher;
        this.auditLog = auditLog;
        this.origin = origin;
    }

    /** Which accounts an address is looked up in. Their failures are counted apart. */
    public enum Domain {
        USER("user"),
        PLATFORM("platform");

        private final String wireName;

        Domain(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }

        /** What the throttle knows an account by. */
        public String name(EmailAddress address) {
            return wireName + "\n" + address.key();
        }
    }

    /**
     * Whether the password is the account's. Failures are in the audit trail when this returns or throws.
     *
     * @param account the account of the address; null when it is unknown
     * @throws ProblemException {@code RATE_LIMITED} when the caller has to wait, {@code SERVICE_UNAVAILABLE} when too many
     *     hashes are waiting
     */
    public boolean fits(Domain domain, EmailAddress address, @Nullable Account account, String password) {
        Attempt attempt = begin(domain, address, account);
        boolean fits;
        try {
            fits = hasher.verify(password, account == null ? null : account.passwordHash());
        } catch (ProblemException e) {
            throttle.withdrawn(attempt);
            throw e;
        }
        metrics.checked(domain, fits);
        if (fits) {
            throttle.succeeded(attempt);
        } else {
            auditLog.recordAlone(refused(domain, "login_failed", account)
                    .failed(account == null ? "unknown_address" : "wrong_password"));
        }
        return fits;
    }

    private Attempt begin(Domain domain, EmailAddress address, @Nullable Account account) {
        try {
            return throttle.begin(domain.name(address), origin.ip());
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.RATE_LIMITED) {
                metrics.throttled(domain);
                auditLog.recordAlone(refused(domain, "login_throttled", account).failed("throttled"));
            }
            throw e;
        }
    }

    /** An unknown address is nobody's, so it is not kept. */
    private static AuditEvent refused(Domain domain, String action, @Nullable Account account) {
        AuditEvent event = AuditEvent.of(domain.wireName + "." + action).byAnonymous();
        return account == null
                ? event.on("user", null)
                : event.on("user", account.id()).about(account.id()).personal("email", account.email());
    }
}
