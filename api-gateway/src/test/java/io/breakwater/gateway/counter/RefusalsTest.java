package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final Policy IP = TestCharges.policy("ip", Algorithm.SLIDING_WINDOW, 100, 60_000);
    private static final Policy AUTH = TestCharges.policy("auth", Algorithm.SLIDING_WINDOW, 10, 60_000);

    private final AtomicLong nanos = new AtomicLong();
    private final Refusals refusals = new Refusals(1000, nanos::get);

    private static Charge charge(Policy policy, String subject, long limit) {
        return Charge.of(policy, policy.name() + ":" + subject, limit);
    }

    private static Charge charge(Policy policy, String subject) {
        return charge(policy, subject, 100);
    }

    private static Verdict refuses(Charge charge, long waitMs) {
        return new Verdict(charge, false, 0, waitMs);
    }

    private static Verdict admits(Charge charge) {
        return new Verdict(charge, true, 50, 0);
    }

    private void refused(Verdict... verdicts) {
        refusals.remember(new Decision.Refused(List.of(verdicts), 5_000), nanos.get());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whoWasRefusedIsRefusedUntilTheLimitWouldLetThemPass() {
        refused(refuses(charge(IP, "a"), 30_000));

        assertThat(refusals.decide(List.of(charge(IP, "a")))).isNotNull();
        assertThat(refusals.decide(List.of(charge(IP, "b")))).isNull();
        pass(Duration.ofSeconds(29));
        assertThat(refusals.decide(List.of(charge(IP, "a")))).satisfies(again -> {
            assertThat(again.nowMs()).isEqualTo(34_000);
            assertThat(again.verdict().waitMs()).isEqualTo(1_000);
        });
        pass(Duration.ofSeconds(1));
        assertThat(refusals.decide(List.of(charge(IP, "a")))).isNull();
    }

    @Test
    void aLimitOfSomeRoutesRefusesOnlyThere() {
        refused(admits(charge(IP, "a")), refuses(charge(AUTH, "a"), 9_000));

        assertThat(refusals.decide(List.of(charge(IP, "a")))).isNull();
        assertThat(refusals.decide(List.of(charge(IP, "a"), charge(AUTH, "a"))))
                .satisfies(again -> assertThat(again.verdicts()).hasSize(2));
    }

    @Test
    void onlyThePoliciesOfTheRequestAreNamed() {
        refused(admits(charge(AUTH, "a")), refuses(charge(IP, "a"), 9_000));

        assertThat(refusals.decide(List.of(charge(IP, "a"))))
                .satisfies(again -> assertThat(again.verdicts())
                        .singleElement()
                        .extracting(verdict -> verdict.policy().name())
                        .isEqualTo("ip"));
    }

    @Test
    void whatWaitsLongestIsToldEvenIfItRefusedAnotherRequest() {
        refused(refuses(charge(IP, "a"), 9_000));
        refused(refuses(charge(AUTH, "a"), 40_000));

        assertThat(refusals.decide(List.of(charge(IP, "a"), charge(AUTH, "a"))))
                .satisfies(again ->
                        assertThat(again.verdicts()).extracting(Verdict::waitMs).containsExactly(9_000L, 40_000L));
    }

    @Test
    void whatIsToldToWaitIsNeverTooLittleHoweverLongTheAnswerTook() {
        long asked = nanos.get();
        pass(Duration.ofMillis(200));
        refusals.remember(new Decision.Refused(List.of(refuses(charge(IP, "a"), 5_000)), 5_000), asked);
        pass(Duration.ofMillis(3_800));

        assertThat(refusals.decide(List.of(charge(IP, "a"))))
                .satisfies(again -> assertThat(again.verdict().waitMs()).isEqualTo(1_200));
        pass(Duration.ofSeconds(1));
        assertThat(refusals.decide(List.of(charge(IP, "a"))))
                .as("from here on Redis has to say")
                .isNull();
    }

    @Test
    void whatMayBeGivenBackIsAskedAgainAfterASecond() {
        Policy all = new Policy(
                "auth",
                Policy.Subject.IP,
                10L,
                Duration.ofMinutes(1),
                Algorithm.SLIDING_WINDOW,
                null,
                Policy.Consistency.STRICT,
                Policy.OnRedisLost.LOCAL,
                false,
                Map.of(),
                new Reach(List.of("/"), List.of(), Set.of(), Set.of(), Reach.ChargedRequests.ALL));
        refused(refuses(charge(all, "a"), 40_000));

        pass(Duration.ofMillis(999));
        assertThat(refusals.decide(List.of(charge(all, "a")))).isNotNull();
        pass(Duration.ofMillis(1));
        assertThat(refusals.decide(List.of(charge(all, "a")))).isNull();
    }

    @Test
    void anotherLimitIsAskedAgain() {
        refused(refuses(charge(IP, "a", 100), 9_000));

        assertThat(refusals.decide(List.of(charge(IP, "a", 200)))).isNull();
    }

    @Test
    void neitherAdmissionNorATriedOutRefusalNorAPeriodIsRemembered() {
        refusals.remember(new Decision.Admitted(List.of(refuses(charge(IP, "a"), 30_000)), 0), 0);
        Charge triedOut = charge(TestCharges.triedOut("dry", Algorithm.SLIDING_WINDOW, 1, 60_000), "a");
        Charge period = charge(TestCharges.policy("month", Algorithm.PERIOD, 1, 60_000), "a");
        refused(refuses(triedOut, 30_000), refuses(period, 30_000));

        assertThat(refusals.decide(List.of(charge(IP, "a"), triedOut, period))).isNull();
    }
}
