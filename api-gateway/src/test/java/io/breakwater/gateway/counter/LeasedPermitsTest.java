package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy.Algorithm;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeasedPermitsTest {

    private static final long LIMIT = 10_000;
    private static final Charge CHARGE =
            TestCharges.charge(TestCharges.leased("p", Algorithm.SLIDING_WINDOW, LIMIT, 1000));

    private final LeasedPermits permits = new LeasedPermits(0);

    private static long ms(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private void granted(long permitsGranted, long endsInMs, long askedAtMs) {
        permits.granted(
                new Verdict(CHARGE, true, 500, 0),
                new RedisLimiter.Lease(permitsGranted, endsInMs),
                1_000_000,
                ms(askedAtMs));
    }

    @Test
    void asksForWhatIsNeededInATenthOfASecondAndNoMoreThanTwoPercent() {
        // 10 in 10 ms: a rate of one a millisecond.
        for (int i = 1; i < 10; i++) {
            permits.want(LIMIT, ms(0));
            permits.failed();
        }
        assertThat(permits.want(LIMIT, ms(10))).isEqualTo(100);
        permits.failed();
        for (int i = 0; i < 10_000; i++) {
            permits.want(LIMIT, ms(11));
            permits.failed();
        }
        assertThat(permits.want(LIMIT, ms(20))).isEqualTo(LIMIT / 50);
    }

    @Test
    void onlyOneAsksAtATime() {
        permits.want(LIMIT, 0);
        assertThat(permits.want(LIMIT, 0)).isEqualTo(LeasedPermits.NOT_NOW);
        granted(5, 1000, 0);
        assertThat(permits.want(LIMIT, 0))
                .as("nobody asks while there are some")
                .isEqualTo(LeasedPermits.NOT_NOW);
    }

    @Test
    void aLeaseIsSpentOnceAndEndsAfterTwoHundredMilliseconds() {
        granted(2, 1000, 0);
        assertThat(permits.take(LIMIT, ms(1))).isPositive();
        assertThat(permits.take(LIMIT, ms(199))).isPositive();
        assertThat(permits.take(LIMIT, ms(199))).isZero();
        granted(2, 1000, 0);
        assertThat(permits.take(LIMIT, ms(200))).isZero();
    }

    @Test
    void aLeaseEndsWithItsWindow() {
        granted(2, 30, 5);
        assertThat(permits.take(LIMIT, ms(34))).isPositive();
        assertThat(permits.take(LIMIT, ms(35))).isZero();
    }

    @Test
    void aLeaseOfAnotherLimitIsNotSpent() {
        granted(2, 1000, 0);
        assertThat(permits.take(LIMIT / 2, ms(1))).isZero();
    }

    @Test
    void whatIsPutBackIsSpentAgainUnlessItsLeaseHasEnded() {
        granted(1, 1000, 0);
        long taken = permits.take(LIMIT, ms(1));
        permits.putBack(taken);
        assertThat(permits.take(LIMIT, ms(2))).isEqualTo(taken);
        granted(1, 1000, 3);
        permits.putBack(taken);
        assertThat(permits.take(LIMIT, ms(4))).isPositive();
        assertThat(permits.take(LIMIT, ms(4))).isZero();
    }

    @Test
    void whatIsLeftOfALeaseIsGivenBackOnceAndOnlyWhenItIsOver() {
        granted(3, 1000, 0);
        permits.take(LIMIT, ms(1));
        assertThat(permits.lapse(ms(199)).permits()).isZero();
        assertThat(permits.lapse(ms(200))).isEqualTo(new LeasedPermits.Lapsed(2, 1_000_000));
        assertThat(permits.lapse(ms(201)).permits()).isZero();
        assertThat(permits.take(LIMIT, ms(201))).isZero();
    }
}
