package io.breakwater.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.MovableClock;
import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The counters with their defaults, on the real tables, under a clock of their own. */
@AuthComponentTest
class LoginThrottleComponentTest {

    private static final ThrottleConfig DEFAULTS = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(ThrottleConfig.class)
            .build()
            .getConfigMapping(ThrottleConfig.class);

    private final Database database;
    private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final LoginThrottle throttle;
    private final String account = "user\n" + UUID.randomUUID() + "@example.com";

    LoginThrottleComponentTest(Database database, ThrottleTable table, Subjects subjects) {
        this.database = database;
        this.throttle = new LoginThrottle(table, subjects, DEFAULTS, clock);
    }

    /** Addresses that no other test uses. */
    private static String anAddress() {
        UUID random = UUID.randomUUID();
        return "fd00:%x:%x:%x::1"
                .formatted(
                        random.getMostSignificantBits() & 0xffff,
                        random.getLeastSignificantBits() & 0xffff,
                        (random.getLeastSignificantBits() >> 16) & 0xffff);
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.begin(account, address);
        }
    }

    private void assertWaits(String who, String address, long seconds) {
        assertThatThrownBy(() -> throttle.begin(who, address))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(refusal.headers()).containsEntry("Retry-After", Long.toString(seconds));
                });
    }

    @Nested
    class Pair {

        private final String address = anAddress();

        @Test
        void afterFiveFailuresEachFurtherOneDoublesTheWait() {
            fail(address, 5);

            for (long wait = 1; wait <= 512; wait *= 2) {
                assertWaits(account, address, wait);
                clock.advance(Duration.ofSeconds(wait).minusMillis(1));
                assertWaits(account, address, 1);
                clock.advance(Duration.ofMillis(1));
                throttle.begin(account, address);
            }
            assertWaits(account, address, 900);
        }

        @Test
        void askingWhileOneHasToWaitDoesNotProlongIt() {
            fail(address, 5);
            for (int i = 0; i < 100; i++) {
                assertWaits(account, address, 1);
            }

            clock.advance(Duration.ofSeconds(1));

            throttle.begin(account, address);
        }

        /** Each deletes the counter that the others are about to lock. */
        @Test
        void successesAtOnceDoNotGetInOneAnothersWay() throws Exception {
            throttle.succeeded(throttle.begin(account, address));
            Callable<Boolean> logins = () -> {
                for (int i = 0; i < 50; i++) {
                    throttle.succeeded(throttle.begin(account, address));
                }
                return true;
            };

            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(4, logins))) {
                    assertThat(done.get()).isTrue();
                }
            }
        }

        @Test
        void aSuccessForgetsTheFailures() {
            fail(address, 4);
            throttle.succeeded(throttle.begin(account, address));

            fail(address, 5);
            assertWaits(account, address, 1);
        }

        @Test
        void whatWasNeverLookedAtIsNotCounted() {
            for (int i = 0; i < 20; i++) {
                throttle.withdrawn(throttle.begin(account, address));
            }

            fail(address, 5);
            assertWaits(account, address, 1);
        }

        @Test
        void fiftyAtOnceHaveFiveGuesses() throws Exception {
            Callable<Boolean> guess = () -> {
                try {
                    throttle.begin(account, address);
                    return true;
                } catch (ProblemException e) {
                    return false;
                }
            };
            int guesses = 0;
            try (ExecutorService attackers = Executors.newFixedThreadPool(16)) {
                for (Future<Boolean> through : attackers.invokeAll(
                        Stream.generate(() -> guess).limit(50).toList())) {
                    guesses += through.get() ? 1 : 0;
                }
            }

            assertThat(guesses).isEqualTo(5);
        }

        @Test
        void addressesOfOneIpv6NetworkAreOne() {
            fail("fd01:1:2:3::1", 5);

            assertWaits(account, "fd01:1:2:3:ffff::9", 1);
        }
    }

    @Nested
    class AccountWide {

        private void attackFromManyAddresses() {
            for (int i = 0; i < 20; i++) {
                throttle.begin(account, anAddress());
            }
        }

        @Test
        void guessingFromManyAddressesIsSlowedDown() {
            attackFromManyAddresses();

            for (long wait = 1; wait <= 256; wait *= 2) {
                assertWaits(account, anAddress(), wait);
                clock.advance(Duration.ofSeconds(wait));
                throttle.begin(account, anAddress());
            }
            assertWaits(account, anAddress(), 300);
            clock.advance(Duration.ofMinutes(5));
            throttle.begin(account, anAddress());
            assertWaits(account, anAddress(), 300);
        }

        @Test
        void theOwnerAtAKnownAddressDoesNotFeelIt() {
            String home = anAddress();
            throttle.succeeded(throttle.begin(account, home));
            attackFromManyAddresses();
            assertWaits(account, anAddress(), 1);

            throttle.succeeded(throttle.begin(account, home));
        }

        @Test
        void theOwnerAtANewAddressGetsInByResettingThePassword() {
            String cafe = anAddress();
            attackFromManyAddresses();
            assertWaits(account, cafe, 1);

            QuarkusTransaction.requiringNew().run(() -> throttle.proved(account, cafe));

            throttle.succeeded(throttle.begin(account, cafe));
        }

        @Test
        void anAddressIsKnownFor90Days() {
            String home = anAddress();
            throttle.succeeded(throttle.begin(account, home));
            clock.advance(Duration.ofDays(91));
            attackFromManyAddresses();

            assertWaits(account, home, 1);
        }

        @Test
        void anotherAccountIsNotConcerned() {
            attackFromManyAddresses();

            throttle.begin("user\n" + UUID.randomUUID() + "@example.com", anAddress());
        }
    }

    @Nested
    class AddressWide {

        @Test
        void tryingManyAccountsFromOneAddressIsSlowedDown() {
            String address = anAddress();
            for (int i = 0; i < 30; i++) {
                throttle.begin("user\n" + UUID.randomUUID() + "@example.com", address);
            }

            assertWaits(account, address, 1);
        }

        @Test
        void whoIsKnownThereDoesNotFeelIt() {
            String office = anAddress();
            throttle.succeeded(throttle.begin(account, office));
            for (int i = 0; i < 30; i++) {
                throttle.begin("user\n" + UUID.randomUUID() + "@example.com", office);
            }

            throttle.succeeded(throttle.begin(account, office));
        }
    }

    @Nested
    class Mail {

        @Test
        void anAccountIsSentAtMostThreeMailsAnHour() {
            assertThat(throttle.mayMail("reset-password", account)).isTrue();
            assertThat(throttle.mayMail("reset-password", account)).isTrue();
            assertThat(throttle.mayMail("reset-password", account)).isTrue();
            assertThat(throttle.mayMail("reset-password", account)).isFalse();
            assertThat(throttle.mayMail("verify-email", account)).isTrue();

            clock.advance(Duration.ofMinutes(59));
            assertThat(throttle.mayMail("reset-password", account)).isFalse();
            clock.advance(Duration.ofMinutes(1));
            assertThat(throttle.mayMail("reset-password", account)).isTrue();
        }
    }

    @Nested
    class AtRest {

        @Test
        void whatHasNoEffectAnyMoreIsDeleted() {
            clock.advance(Duration.ofDays(-200));
            throttle.succeeded(throttle.begin(account, anAddress()));
            throttle.begin(account, anAddress());
            clock.advance(Duration.ofDays(200));

            throttle.purge();

            assertThat(database.count("SELECT count(*) FROM throttle WHERE charged_at < now() - interval '3 days'"))
                    .isZero();
            assertThat(database.count(
                            "SELECT count(*) FROM known_address WHERE last_seen_at < now() - interval '91 days'"))
                    .isZero();
        }
    }
}
