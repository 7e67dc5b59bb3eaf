package io.breakwater.auth.user;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.audit.AuditLog;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
import io.breakwater.common.audit.AuditEvent;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds platform administrators, and makes the first. */
@ApplicationScoped
public class PlatformAdmins {

    private static final Logger LOG = Logger.getLogger(PlatformAdmins.class);
    /** The key of the advisory lock under which the first administrator is made. */
    private static final long FIRST = 0x6272_6561_6b61_646dL;

    private final PlatformAdminConfig config;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final EntityManager entities;
    private final AuditLog audit;
    private final Clock clock;

    PlatformAdmins(
            PlatformAdminConfig config,
            PasswordHasher hasher,
            PasswordRules rules,
            EntityManager entities,
            AuditLog audit,
            Clock clock) {
        this.config = config;
        this.hasher = hasher;
        this.rules = rules;
        this.entities = entities;
        this.audit = audit;
        this.clock = clock;
    }

    /** The administrator of an address; empty when it is unknown. */
    @Transactional
    public Optional<Account> account(EmailAddress email) {
        return PlatformAdminRow.<PlatformAdminRow>find("emailKey", email.key())
                .firstResultOptional()
                .map(PlatformAdmins::account);
    }

    /** The administrator of an id; empty when there is none. */
    @Transactional
    public Optional<Account> account(UUID id) {
        @Nullable PlatformAdminRow row = PlatformAdminRow.findById(id);
        return Optional.ofNullable(row).map(PlatformAdmins::account);
    }

    private static Account account(PlatformAdminRow row) {
        return new Account(row.id, row.email, row.passwordHash);
    }

    /**
     * Stores another hash unless it was changed meanwhile.
     *
     * @return whether it was stored
     */
    @Transactional
    public boolean replacePassword(Account account, String passwordHash) {
        return PlatformAdminRow.update(
                        "passwordHash = ?1 where id = ?2 and passwordHash = ?3",
                        passwordHash,
                        account.id(),
                        account.passwordHash())
                > 0;
    }

    /**
     * Whether there still is this administrator, with the password hash that was checked. Until the present transaction ends
     * nobody changes or removes them.
     */
    @Transactional
    public boolean isUnchanged(Account account) {
        return !entities.createNativeQuery(
                        "SELECT 1 FROM platform_admin WHERE id = ?1 AND password_hash = ?2 FOR SHARE")
                .setParameter(1, account.id())
                .setParameter(2, account.passwordHash())
                .getResultList()
                .isEmpty();
    }

    void bootstrap(@Observes StartupEvent start) {
        if (!isEmpty()) {
            return;
        }
        if (config.email().isEmpty()) {
            LOG.warn("There is no platform administrator: breakwater.platform-admin.email and"
                    + " breakwater.platform-admin.password make the first");
            return;
        }
        EmailAddress email = EmailAddress.of(config.email().get());
        String password = config.password()
                .orElseThrow(() -> new IllegalStateException(
                        "breakwater.platform-admin.email names an administrator who does not exist yet:"
                                + " breakwater.platform-admin.password is needed to make them"));
        requireStrong(password, email);
        String hash = hasher.hash(password);
        boolean made = QuarkusTransaction.requiringNew().call(() -> makeFirst(email, hash));
        if (made) {
            LOG.info("Made the first platform administrator");
        }
    }

    private static boolean isEmpty() {
        return QuarkusTransaction.requiringNew().call(() -> PlatformAdminRow.count() == 0);
    }

    /** The rules for everyone's passwords; whoever starts a service reads its log, so that says what is wrong. */
    private void requireStrong(String password, EmailAddress email) {
        try {
            rules.require(password, "breakwater.platform-admin.password", email.names());
        } catch (ProblemException e) {
            FieldViolation violation = e.problem().details().getFirst();
            throw new IllegalStateException(violation.path() + " " + violation.message(), e);
        }
    }

    /** Another instance may have made one meanwhile, perhaps of another address; then theirs stands. */
    private boolean makeFirst(EmailAddress email, String passwordHash) {
        entities.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(?1)")
                .setParameter(1, FIRST)
                .getSingleResult();
        UUID id = UuidCreator.getTimeOrderedEpoch();
        int made = entities.createNativeQuery("""
                        INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)
                        SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT FROM platform_admin)
                        """)
                .setParameter(1, id)
                .setParameter(2, email.display())
                .setParameter(3, email.key())
                .setParameter(4, passwordHash)
                .setParameter(5, clock.instant())
                .executeUpdate();
        if (made == 0) {
            return false;
        }
        audit.record(AuditEvent.of("administrator.created")
                .bySystem()
                .on("platform_admin", id)
                .about(id)
                .personal("email", email.display()));
        return true;
    }
}
