package io.breakwater.auth.signin;

import io.breakwater.auth.password.PasswordHasher;
import io.breakwater.auth.user.Account;
import io.breakwater.auth.user.PlatformAdmins;
import io.breakwater.auth.user.Users;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Stores a password anew after a login that proved it, when the hash has other parameters than are configured now. A login
 * never fails because of this; the next one tries again.
 */
@ApplicationScoped
class Rehashing {

    private static final Logger LOG = Logger.getLogger(Rehashing.class);

    private final PasswordHasher hasher;
    private final Users users;
    private final PlatformAdmins administrators;

    Rehashing(PasswordHasher hasher, Users users, PlatformAdmins administrators) {
        this.hasher = hasher;
        this.users = users;
        this.administrators = administrators;
    }

    void user(Account account, String password) {
        rehash(account, password, hash -> users.replacePassword(account, hash));
    }

    void administrator(Account account, String password) {
        rehash(account, password, hash -> administrators.replacePassword(account, hash));
    }

    private void rehash(Account account, String password, Predicate<String> store) {
        if (!hasher.isOutdated(account.passwordHash())) {
            return;
        }
        try {
            if (store.test(hasher.hash(password))) {
                LOG.debugf("The password of %s was hashed anew", account.id());
            }
        } catch (ProblemException | PersistenceException e) {
            LOG.warnf(e, "The password of %s could not be hashed anew; its next login tries again", account.id());
        }
    }
}
