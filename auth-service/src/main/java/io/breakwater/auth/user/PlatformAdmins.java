package io.breakwater.auth.user;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.password.PasswordRules;
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

    private final PlatformAdminConfig config;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final EntityManager entities;
    private final Clock clock;

    PlatformAdmins(
            PlatformAdminConfig config,
            PasswordHasher hasher,
            PasswordRules rules,
            EntityManager entities,
            Clock clock) {
        this.config = config;
        this.hasher = hasher;
        this.rules = rules;
        this.entities = entities;
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
        if (config.email().isEmpty()) {
            if (isEmpty()) {
                LOG.warn("There is no platform administrator: breakwater.platform-admin.email and"
                        + " breakwater.platform-admin.password make the first");
            }
            return;
        }
        EmailAddress email = EmailAddress.of(config.email().get());
        if (account(email).isPresent()) {
            return;
        }
        String password = config.password()
                .orElseThrow(() -> new IllegalStateException(
                        "breakwater.platform-admin.email names an administrator who does not exist yet:"
                                + " breakwater.platform-admin.password is needed to make them"));
        requireStrong(password, email);
        String hash = hasher.hash(password);
        int made = QuarkusTransaction.requiringNew().call(() -> insert(email, hash));
        if (made > 0) {
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

    /** Another instance may have made the same administrator meanwhile; then theirs stands. */
    private int insert(EmailAddress email, String passwordHash) {
        return entities.createNativeQuery("""
                        INSERT INTO platform_admin (id, email, email_key, password_hash, created_at)
                        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (email_key) DO NOTHING
                        """)
                .setParameter(1, UuidCreator.getTimeOrderedEpoch())
                .setParameter(2, email.display())
                .setParameter(3, email.key())
                .setParameter(4, passwordHash)
                .setParameter(5, clock.instant())
                .executeUpdate();
    }
}
