package io.breakwater.auth.user;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Finds, makes and changes users, and their memberships. */
@ApplicationScoped
@Transactional
public class Users {

    private static final int MAX_NAME_CHARS = 100;
    private static final String FIRST_MEMBERSHIP = """
            SELECT m.* FROM membership m JOIN tenant t ON t.id = m.tenant_id
            WHERE m.user_id = ?1 ORDER BY t.status = 'suspended', m.created_at, m.tenant_id LIMIT 1
            """;

    private final VerificationConfig verification;
    private final Clock clock;

    Users(VerificationConfig verification, Clock clock) {
        this.verification = verification;
        this.clock = clock;
    }

    /** The account of an address; empty when it is unknown. */
    public Optional<Account> account(EmailAddress email) {
        return UserRow.<UserRow>find("emailKey", email.key())
                .firstResultOptional()
                .map(Users::account);
    }

    /** The account of an id; empty when there is none. */
    public Optional<Account> account(UUID id) {
        @Nullable UserRow row = UserRow.findById(id);
        return Optional.ofNullable(row).map(Users::account);
    }

    private static Account account(UserRow row) {
        return new Account(row.id, row.email, row.passwordHash);
    }

    /** The user of an id; empty when there is none. */
    public Optional<User> find(UUID id) {
        @Nullable UserRow row = UserRow.findById(id);
        return Optional.ofNullable(row).map(User::from);
    }

    /**
     * Makes a user. Their address is verified at once only where {@code breakwater.verification.automatic} is set.
     *
     * @throws ProblemException {@code CONFLICT} when the address is taken
     */
    public User create(EmailAddress email, String passwordHash) {
        UserRow row = new UserRow();
        row.id = UuidCreator.getTimeOrderedEpoch();
        row.email = email.display();
        row.emailKey = email.key();
        row.passwordHash = passwordHash;
        row.createdAt = clock.instant();
        row.emailVerifiedAt = verification.automatic() ? row.createdAt : null;
        row.persist();
        flush();
        return User.from(row);
    }

    private static void flush() {
        try {
            UserRow.flush();
        } catch (ConstraintViolationException e) {
            if (UserRow.UNIQUE_ADDRESS.equals(e.getConstraintName())) {
                throw addressTaken().causedBy(e);
            }
            throw new PersistenceException("could not store a user", e);
        }
    }

    /**
     * Takes an address as the user's own; nothing happens when it was already, or when their address is another by now.
     *
     * @return whether it is the first time
     */
    public boolean markVerified(UUID id, String emailKey) {
        return UserRow.update(
                        "emailVerifiedAt = ?1 where id = ?2 and emailKey = ?3 and emailVerifiedAt is null",
                        clock.instant(),
                        id,
                        emailKey)
                > 0;
    }

    /**
     * @throws ProblemException {@code FORBIDDEN} until the user's e-mail address is verified
     */
    public void requireVerified(UUID id) {
        if (find(id).filter(User::emailVerified).isEmpty()) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "Verify your e-mail address first")
                    .internally("user " + id + " has no verified address");
        }
    }

    /**
     * Sets what the user wants to be called.
     *
     * @param name null for nothing
     * @throws ProblemException {@code VALIDATION_ERROR} when it is blank, longer than 100 characters or holds control
     *     characters
     */
    public User rename(UUID id, @Nullable String name) {
        UserRow row = locked(id);
        row.name = name == null ? null : checkedName(name);
        return User.from(row);
    }

    private static String checkedName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.length() > MAX_NAME_CHARS
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalidField("name", "must be 1 to 100 characters, none of them control characters");
        }
        return stripped;
    }

    /**
     * Gives the user another address, which they have shown to be theirs. Another spelling of the one they have leaves it as
     * verified as it was.
     *
     * @throws ProblemException {@code CONFLICT} when the address is taken
     */
    public User changeAddress(UUID id, EmailAddress email) {
        UserRow row = locked(id);
        boolean same = row.emailKey.equals(email.key());
        row.email = email.display();
        row.emailKey = email.key();
        if (!same) {
            row.emailVerifiedAt = clock.instant();
        }
        flush();
        return User.from(row);
    }

    /** Sets another password. */
    public void changePassword(UUID id, String passwordHash) {
        locked(id).passwordHash = passwordHash;
    }

    /**
     * Stores another hash, of the same password or of a new one, unless it was changed meanwhile.
     *
     * @return whether it was stored
     */
    public boolean replacePassword(Account account, String passwordHash) {
        return UserRow.update(
                        "passwordHash = ?1 where id = ?2 and passwordHash = ?3",
                        passwordHash,
                        account.id(),
                        account.passwordHash())
                > 0;
    }

    /**
     * Whether the account still has the password hash that was checked. Until the present transaction ends nobody changes
     * it, so that a session begun in it is seen by whoever changes the password and ends all sessions.
     */
    public boolean isUnchanged(Account account) {
        return !UserRow.getEntityManager()
                .createNativeQuery("SELECT 1 FROM app_user WHERE id = ?1 AND password_hash = ?2 FOR SHARE")
                .setParameter(1, account.id())
                .setParameter(2, account.passwordHash())
                .getResultList()
                .isEmpty();
    }

    /**
     * Has everyone else who would change the user wait until the present transaction ends. Whoever changes a user and what
     * hangs on them (tokens, sessions) locks the user first, so that no two wait for one another.
     */
    public void lock(UUID id) {
        UserRow.getEntityManager()
                .createNativeQuery("SELECT 1 FROM app_user WHERE id = ?1 FOR NO KEY UPDATE")
                .setParameter(1, id)
                .getResultList();
    }

    private static UserRow locked(UUID id) {
        @Nullable UserRow row = UserRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND).internally("no user " + id);
        }
        return row;
    }

    /** The answer to a registration with an address that is taken. */
    public static ProblemException addressTaken() {
        return ProblemException.of(ErrorCode.CONFLICT, "An account with this e-mail address exists");
    }

    /** Makes a user a member of a tenant. */
    public Member join(User user, UUID tenant, Role role) {
        MembershipRow row = new MembershipRow();
        row.tenantId = tenant;
        row.userId = user.id();
        row.role = role.wireName();
        row.createdAt = clock.instant();
        row.persist();
        return new Member(user, tenant, role);
    }

    /** The membership of a user in a tenant; empty when there is none. */
    public Optional<Member> member(UUID user, UUID tenant) {
        @Nullable MembershipRow row = MembershipRow.findById(new MembershipRow.Key(tenant, user));
        return Optional.ofNullable(row).map(Users::member);
    }

    /** The membership that a login without a choice leads to: the user's oldest, in a suspended tenant only if in no other. */
    public Optional<Member> firstMembership(UUID user) {
        List<?> rows = MembershipRow.getEntityManager()
                .createNativeQuery(FIRST_MEMBERSHIP, MembershipRow.class)
                .setParameter(1, user)
                .getResultList();
        return rows.stream().findFirst().map(row -> member((MembershipRow) row));
    }

    private static Member member(MembershipRow row) {
        UserRow user = UserRow.findById(row.userId);
        return new Member(User.from(user), row.tenantId, Role.of(row.role));
    }
}
