package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy;
import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.testing.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalLimiterTest {

    private static final long SUBJECTS = 10_000;
    private static final int ADDRESSES = Integer.getInteger("breakwater.addresses", 400_000);
    private static final Policy POLICY = TestCharges.policy("ip", Algorithm.SLIDING_WINDOW, 100, 60_000);

    private final LocalLimiter limiter = new LocalLimiter(SUBJECTS, new TestClock());

    private static Charge charge(String subject) {
        return Charge.of(POLICY, "rl:" + subject, 100);
    }

    private long admittedOf(int requests, List<Charge> charges, int sharers) {
        long admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += limiter.decide(charges, sharers) instanceof Decision.Admitted ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void eachOfSeveralGatewaysGrantsItsShare() {
        assertThat(admittedOf(200, List.of(charge("alone")), 1)).isEqualTo(100);
        assertThat(admittedOf(200, List.of(charge("shared")), 3)).isEqualTo(33);
        assertThat(admittedOf(200, List.of(charge("crowded")), 1000)).isEqualTo(1);
    }

    @Test
    void aRefusedRequestIsChargedToNoPolicyAndATriedOutOneRefusesNothing() {
        Charge wide = charge("wide");
        Charge narrow = Charge.of(TestCharges.policy("narrow", Algorithm.TOKEN_BUCKET, 1, 60_000), "rl:narrow", 1);
        Charge tried = Charge.of(TestCharges.triedOut("tried", Algorithm.TOKEN_BUCKET, 1, 60_000), "rl:tried", 1);
        assertThat(admittedOf(5, List.of(wide, narrow), 1)).isEqualTo(1);
        assertThat(admittedOf(5, List.of(wide, tried), 1)).isEqualTo(5);
        assertThat(admittedOf(200, List.of(wide), 1)).isEqualTo(94);
    }

    @Test
    void countlessAddressesNeitherExhaustMemoryNorHideOneThatHammers() {
        Charge heavy = charge("heavy");
        long admitted = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            limiter.decide(List.of(charge("address-" + i)), 1);
            if (i % 100 == 0) {
                admitted += limiter.decide(List.of(heavy), 1) instanceof Decision.Admitted ? 1 : 0;
            }
        }
        assertThat(limiter.size()).isLessThanOrEqualTo(SUBJECTS);
        // Of a hundredth as many requests. It may have been forgotten before it was known to call often.
        assertThat(admitted).isBetween(100L, 120L);
    }
}
