package io.breakwater.auth.signin;

import static io.breakwater.auth.testing.Service.anyone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.breakwater.auth.testing.AuditTrail;
import io.breakwater.auth.testing.AuthComponentTest;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.breakwater.auth.testing.Throttle;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@AuthComponentTest
class ThrottledLoginComponentTest {

    private static final String LOGIN = "/api/v1/auth/login";
    private static final String PLATFORM_LOGIN = "/api/v1/auth/platform/login";
    private static final String HOME = "198.51.100.1";
    private static final String ELSEWHERE = "198.51.100.2";

    private final AuditTrail auditTrail;
    private final Throttle throttle;

    ThrottledLoginComponentTest(AuditTrail auditTrail, Throttle throttle) {
        this.auditTrail = auditTrail;
        this.throttle = throttle;
    }

    private static Response login(String path, String email, String password, String from) {
        return anyone().header("X-Forwarded-For", from)
                .body(Map.of("email", email, "password", password))
                .post(path);
    }

    private void failFiveTimes(String path, String email) {
        for (int i = 0; i < 5; i++) {
            login(path, email, "not the password", ELSEWHERE).then().statusCode(401);
        }
        throttle.prolong();
    }

    @Nested
    class Status429 {

        @Test
        void afterFiveFailuresOneHasToWaitEvenWithTheRightPassword() {
            Owner owner = Service.register();
            failFiveTimes(LOGIN, owner.email());

            login(LOGIN, owner.email(), Service.PASSWORD, ELSEWHERE)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("error.code", equalTo("RATE_LIMITED"));

            assertThat(auditTrail.about("user.login_failed", owner.user())).isEqualTo(5);
            assertThat(auditTrail.about("user.login_throttled", owner.user())).isEqualTo(1);
        }

        @Test
        void anUnknownAddressHasToWaitAlike() {
            String unknown = Service.anEmail();
            failFiveTimes(LOGIN, unknown);

            login(LOGIN, unknown, Service.PASSWORD, ELSEWHERE)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        }

        @Test
        void thePlatformsLoginIsSlowedDownToo() {
            String unknown = Service.anEmail();
            failFiveTimes(PLATFORM_LOGIN, unknown);

            login(PLATFORM_LOGIN, unknown, Service.PASSWORD, ELSEWHERE).then().statusCode(429);
            login(LOGIN, unknown, Service.PASSWORD, ELSEWHERE).then().statusCode(401);
        }

        @Test
        void fiftyAtOnceHaveFiveGuesses() throws Exception {
            Owner owner = Service.register();
            Callable<Integer> guess = () ->
                    login(LOGIN, owner.email(), "not the password", ELSEWHERE).statusCode();

            List<Integer> answers = new ArrayList<>();
            try (ExecutorService attackers = Executors.newFixedThreadPool(50)) {
                for (Future<Integer> answer : attackers.invokeAll(
                        Stream.generate(() -> guess).limit(50).toList())) {
                    answers.add(answer.get());
                }
            }

            assertThat(answers).containsOnly(401, 429);
            // Five, and one each time a delay of 1, 2, 4 … s is over before the last of the fifty was answered.
            assertThat(answers.stream().filter(status -> status == 401).count()).isBetween(5L, 10L);
        }

        @Test
        void aRefusalComesWithoutHashing() {
            Owner owner = Service.register();
            failFiveTimes(LOGIN, owner.email());

            long fastest = Stream.generate(() -> {
                        long start = System.nanoTime();
                        login(LOGIN, owner.email(), "not the password", ELSEWHERE);
                        return System.nanoTime() - start;
                    })
                    .limit(10)
                    .min(Long::compare)
                    .orElseThrow();

            assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Nested
    class Status200 {

        @Test
        void theOwnerIsNotLockedOutFromElsewhere() {
            Owner owner = Service.register();
            failFiveTimes(LOGIN, owner.email());
            login(LOGIN, owner.email(), "not the password", ELSEWHERE).then().statusCode(429);

            login(LOGIN, owner.email(), Service.PASSWORD, HOME).then().statusCode(200);
        }

        @Test
        void aSuccessForgetsTheFailuresBefore() {
            Owner owner = Service.register();
            for (int i = 0; i < 4; i++) {
                login(LOGIN, owner.email(), "not the password", ELSEWHERE)
                        .then()
                        .statusCode(401);
            }
            login(LOGIN, owner.email(), Service.PASSWORD, ELSEWHERE).then().statusCode(200);

            failFiveTimes(LOGIN, owner.email());
        }
    }

    @Nested
    class Timing {

        /** Medians of logins in turns; the bound is generous, as the machine that tests is busy. */
        @Test
        void aKnownAndAnUnknownAddressTakeAboutAsLong() {
            List<Long> known = new ArrayList<>();
            List<Long> unknown = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                known.add(nanos(Service.register().email()));
                unknown.add(nanos(Service.anEmail()));
            }

            assertThat((double) median(unknown) / median(known)).isBetween(0.33, 3.0);
        }

        private static long nanos(String email) {
            long start = System.nanoTime();
            login(LOGIN, email, "not the password", "198.51.100.3").then().statusCode(401);
            return System.nanoTime() - start;
        }

        private static long median(List<Long> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }
}
