package io.breakwater.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.account.EmailVerification;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Mailbox;
import io.breakwater.auth.testing.Service;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Users where addresses are not verified by themselves, as in production. */
@AuthComponentTest
class UsersComponentTest {

    private final Users users;
    private final EmailVerification verification;

    UsersComponentTest(Clock clock, EmailVerification verification) {
        this.users = new Users(() -> false, clock);
        this.verification = verification;
    }

    private User made(String email) {
        return QuarkusTransaction.requiringNew().call(() -> users.create(EmailAddress.of(email), "hash"));
    }

    private boolean verified(User user, String email) {
        return QuarkusTransaction.requiringNew()
                .call(() -> users.markVerified(user.id(), EmailAddress.of(email).key()));
    }

    /** As another request does while the present one has read the user already. */
    private void changePasswordMeanwhile(User user) {
        QuarkusTransaction.requiringNew().run(() -> users.changePassword(user.id(), "changed meanwhile"));
    }

    private String hash(User user) {
        return users.account(user.id()).orElseThrow().passwordHash();
    }

    private void assertUnverified(UUID user) {
        QuarkusTransaction.requiringNew()
                .run(() -> assertThatThrownBy(() -> users.requireVerified(user))
                        .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                            assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN);
                            assertThat(refusal.problem().message()).isEqualTo("Verify your e-mail address first");
                        }));
    }

    @Test
    void aNewUserIsNotVerifiedAndIsMailedAToken() {
        String email = Service.anEmail();
        User user = made(email);

        assertThat(user.emailVerified()).isFalse();
        assertUnverified(user.id());
        verification.request(user);
        assertThat(Mailbox.token(email, "verify-email", 1)).hasSize(43);
    }

    @Test
    void whoeverIsUnknownIsNotVerified() {
        assertUnverified(UUID.randomUUID());
    }

    @Test
    void verifyingCountsOnceAndForTheAddressThatWasProvedAlone() {
        User user = made(Service.anEmail());
        assertThat(verified(user, Service.anEmail())).isFalse();
        assertUnverified(user.id());

        assertThat(verified(user, user.email())).isTrue();
        assertThat(verified(user, user.email())).isFalse();
        users.requireVerified(user.id());
    }

    @Test
    void verifyingLeavesAPasswordThatIsChangedMeanwhile() {
        User user = made(Service.anEmail());

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(users.find(user.id())).isPresent();
            changePasswordMeanwhile(user);
            assertThat(users.markVerified(
                            user.id(), EmailAddress.of(user.email()).key()))
                    .isTrue();
        });

        assertThat(hash(user)).isEqualTo("changed meanwhile");
    }

    @Test
    void renamingLeavesAPasswordThatIsChangedMeanwhile() {
        User user = made(Service.anEmail());

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(users.find(user.id())).isPresent();
            changePasswordMeanwhile(user);
            users.rename(user.id(), "Ada");
        });

        assertThat(hash(user)).isEqualTo("changed meanwhile");
    }

    @Test
    void aChangeIsNoticedAlsoByWhoHadReadTheAccountBefore() {
        User user = made(Service.anEmail());

        QuarkusTransaction.requiringNew().run(() -> {
            Account read = users.account(user.id()).orElseThrow();
            changePasswordMeanwhile(user);
            assertThat(users.isUnchanged(read)).isFalse();
        });
    }

    @Test
    void aHashIsReplacedOnlyWhileItIsTheOneThatWasChecked() {
        User user = made(Service.anEmail());
        Account checked = new Account(user.id(), user.email(), "hash");

        assertThat(QuarkusTransaction.requiringNew().call(() -> users.replacePassword(checked, "another")))
                .isTrue();
        assertThat(QuarkusTransaction.requiringNew().call(() -> users.replacePassword(checked, "a third")))
                .isFalse();
        assertThat(QuarkusTransaction.requiringNew().call(() -> users.isUnchanged(checked)))
                .isFalse();
    }
}
