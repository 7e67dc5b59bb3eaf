package io.breakwater.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.testing.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottledAddressesTest {

    private static final Policy IP = policy("ip");
    private static final Policy AUTH = policy("auth");

    private final TestClock clock = new TestClock();
    private final ThrottledAddresses throttled = new ThrottledAddresses(1000, clock);

    private static Policy policy(String name) {
        return new Policy(
                name,
                Policy.Subject.IP,
                100,
                Duration.ofMinutes(1),
                Policy.Algorithm.SLIDING_WINDOW,
                Policy.OnRedisLost.LOCAL,
                true);
    }

    private static Charge charge(Policy policy, String address) {
        return new Charge(policy, policy.name() + ":" + address, 100);
    }

    private static Decision refusedBy(Policy policy, long waitMs) {
        return new Decision.Refused(List.of(new Verdict(policy, false, 100, 0, waitMs)), 0);
    }

    @Test
    void aRefusedAddressIsRefusedUntilTheLimitWouldLetItPass() {
        throttled.remember(List.of(charge(IP, "a")), refusedBy(IP, 30_000));

        assertThat(throttled.decide(List.of(charge(IP, "a")))).isInstanceOf(Decision.Refused.class);
        assertThat(throttled.decide(List.of(charge(IP, "b")))).isEqualTo(Decision.UNTOUCHED);
        clock.pass(Duration.ofSeconds(29));
        assertThat(RateLimitHeaders.of(throttled.decide(List.of(charge(IP, "a")))))
                .containsEntry("Retry-After", "1")
                .containsEntry("X-RateLimit-Remaining", "0");
        clock.pass(Duration.ofSeconds(2));
        assertThat(throttled.decide(List.of(charge(IP, "a")))).isEqualTo(Decision.UNTOUCHED);
    }

    @Test
    void aLimitOfSomeRoutesRefusesOnlyThere() {
        throttled.remember(
                List.of(charge(IP, "a"), charge(AUTH, "a")),
                new Decision.Refused(
                        List.of(new Verdict(IP, true, 100, 50, 0), new Verdict(AUTH, false, 100, 0, 9_000)), 0));

        assertThat(throttled.decide(List.of(charge(IP, "a")))).isEqualTo(Decision.UNTOUCHED);
        assertThat(throttled.decide(List.of(charge(IP, "a"), charge(AUTH, "a"))))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void admissionIsNotRemembered() {
        throttled.remember(
                List.of(charge(IP, "a")), new Decision.Admitted(List.of(new Verdict(IP, true, 100, 0, 30_000)), 0));

        assertThat(throttled.decide(List.of(charge(IP, "a")))).isEqualTo(Decision.UNTOUCHED);
    }
}
