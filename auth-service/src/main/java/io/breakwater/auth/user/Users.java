package io.breakwater.auth.user;

import com.github.f4b6a3.uuid.UuidCreator;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Finds and makes users and their memberships. */
@ApplicationScoped
@Transactional
public class Users {

    private final Clock clock;

    Users(Clock clock) {
        this.clock = clock;
    }

    /** The account of an address; empty when it is unknown. */
    public Optional<Account> account(EmailAddress email) {
        return UserRow.<UserRow>find("emailKey", email.key())
                .firstResultOptional()
                .map(row -> new Account(row.id, row.email, row.passwordHash));
    }

    /**
     * Makes a user.
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
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            if (UserRow.UNIQUE_ADDRESS.equals(e.getConstraintName())) {
                throw addressTaken().causedBy(e);
            }
            throw new PersistenceException("could not store a user", e);
        }
        return User.from(row);
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

    /** The membership that a login without a choice leads to: the user's oldest. */
    public Optional<Member> firstMembership(UUID user) {
        return MembershipRow.<MembershipRow>find("userId = ?1 order by createdAt, tenantId", user)
                .firstResultOptional()
                .map(Users::member);
    }

    private static Member member(MembershipRow row) {
        UserRow user = UserRow.findById(row.userId);
        return new Member(User.from(user), row.tenantId, Role.of(row.role));
    }
}
