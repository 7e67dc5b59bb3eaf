package io.breakwater.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.policy.Policy.Algorithm;
import io.breakwater.gateway.policy.Policy.Consistency;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CounterTest {

    /** One request: how long after the one before it, and what it costs. */
    record Arrival(long gapMs, long cost) {}

    @Provide
    Arbitrary<Algorithm> recurring() {
        return Arbitraries.of(Algorithm.SLIDING_WINDOW, Algorithm.TOKEN_BUCKET);
    }

    @Provide
    Arbitrary<Arrival> arrivals() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 900), Arbitraries.longs().between(1, 5))
                .as(Arrival::new);
    }

    private static Charge charge(Algorithm algorithm, long limit, long windowMs) {
        return TestCharges.charge("p", algorithm, limit, windowMs);
    }

    private static Counter admitAll(Charge charge, long now) {
        Counter result = charge.empty(now);
        while (result.room() >= 1) {
            result = result.charge(1);
        }
        return result;
    }

    @Test
    void slidingWindowWeighsThePreviousOne() {
        Charge charge = charge(Algorithm.SLIDING_WINDOW, 10, 1000);
        Counter full = admitAll(charge, 0);
        assertThat(full.room()).isZero();
        assertThat(full.at(999, charge).room()).isZero();
        assertThat(full.at(1000, charge).room()).isZero();
        assertThat(full.at(1100, charge).room()).isEqualTo(1);
        assertThat(full.at(1550, charge).room()).isEqualTo(5);
        assertThat(full.at(2000, charge).room()).isEqualTo(10);
        assertThat(full.waitMs(1)).isEqualTo(1100);
        assertThat(full.waitMs(5)).isEqualTo(1500);
    }

    @Test
    void tokenBucketRefillsContinuouslyUpToItsBurst() {
        Charge charge = charge(Algorithm.TOKEN_BUCKET, 100, 1000);
        Counter empty = admitAll(charge, 0);
        assertThat(empty.room()).isZero();
        assertThat(empty.waitMs(1)).isEqualTo(10);
        assertThat(empty.waitMs(7)).isEqualTo(70);
        assertThat(empty.at(9, charge).room()).isZero();
        assertThat(empty.at(10, charge).room()).isEqualTo(1);
        assertThat(empty.at(5000, charge).room()).isEqualTo(100);
    }

    @Test
    void aBucketMayHoldLessOrMoreThanItGainsInAWindow() {
        for (long burst : new long[] {60, 400}) {
            Charge charge = TestCharges.charge(
                    TestCharges.policy("p", Algorithm.TOKEN_BUCKET, 120, 60_000, burst, Consistency.STRICT, false));
            Counter empty = admitAll(charge, 0);
            assertThat(charge.empty(0).room()).isEqualTo(burst);
            assertThat(empty.waitMs(1)).isEqualTo(500);
            assertThat(empty.at(20_000, charge).room()).isEqualTo(40);
            assertThat(empty.at(1_000_000, charge).room()).isEqualTo(burst);
        }
    }

    @Test
    void aPeriodIsUsedUpUntilItsEnd() {
        Charge charge = new Charge(TestCharges.policy("q", Algorithm.PERIOD, 2, 1000), "k", 2, 90_000);
        Counter used = charge.empty(1_000).charge(1).charge(1);
        assertThat(used.room()).isZero();
        assertThat(used.waitMs(1)).isEqualTo(89_000);
        assertThat(used.giveBack(1, 0).room()).isEqualTo(1);
        assertThat(used.giveBack(5, 0).room()).as("never more than the limit").isEqualTo(2);
    }

    @Test
    void aClockThatStepsBackAdmitsNothingMore() {
        for (Algorithm algorithm : List.of(Algorithm.SLIDING_WINDOW, Algorithm.TOKEN_BUCKET)) {
            Charge charge = charge(algorithm, 5, 1000);
            Counter full = admitAll(charge, 10_500);
            Counter earlier = full.at(9_000, charge);
            assertThat(earlier.room()).isZero();
            assertThat(earlier.at(9_000 + earlier.waitMs(1), charge).room()).isPositive();
        }
    }

    @Property
    void aSlidingWindowNeverHoldsMoreThanItsInvariant(
            @ForAll @IntRange(min = 5, max = 50) int limit,
            @ForAll @IntRange(min = 1, max = 2000) int window,
            @ForAll @Size(max = 150) List<@From("arrivals") Arrival> arrivals) {
        Charge charge = charge(Algorithm.SLIDING_WINDOW, limit, window);
        long now = 5_000;
        Counter counter = charge.empty(now);
        List<Long> admitted = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            now += arrival.gapMs();
            counter = counter.at(now, charge);
            if (counter.room() >= arrival.cost()) {
                counter = counter.charge(arrival.cost());
                for (long i = 0; i < arrival.cost(); i++) {
                    admitted.add(now);
                }
            }
            // Counted anew from the list of all that was admitted.
            long start = Math.floorDiv(now, window) * window;
            long at = now;
            long current = admitted.stream().filter(time -> time >= start).count();
            long previous = admitted.stream()
                    .filter(time -> time >= start - window && time < start)
                    .count();
            long left = window - (at - start);
            assertThat(Math.ceilDiv(previous * left, window) + current).isLessThanOrEqualTo(limit);
        }
    }

    @Property
    void aTokenBucketNeverAdmitsMoreThanLimitPlusRefillInAnySpan(
            @ForAll @IntRange(min = 5, max = 50) int limit,
            @ForAll @IntRange(min = 1, max = 2000) int window,
            @ForAll @Size(max = 100) List<@From("arrivals") Arrival> arrivals) {
        Charge charge = charge(Algorithm.TOKEN_BUCKET, limit, window);
        Counter counter = charge.empty(0);
        long now = 0;
        List<Arrival> admitted = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            now += arrival.gapMs();
            counter = counter.at(now, charge);
            if (counter.room() >= arrival.cost()) {
                counter = counter.charge(arrival.cost());
                admitted.add(new Arrival(now, arrival.cost()));
            }
        }
        for (int from = 0; from < admitted.size(); from++) {
            long sum = 0;
            for (int to = from; to < admitted.size(); to++) {
                sum += admitted.get(to).cost();
                long span = admitted.get(to).gapMs() - admitted.get(from).gapMs();
                assertThat(sum).isLessThanOrEqualTo(limit + span * limit / window);
            }
        }
    }

    @Property
    void whoWaitsExactlyThatLongPassesAndNotAMillisecondEarlier(
            @ForAll("recurring") Algorithm algorithm,
            @ForAll @IntRange(min = 5, max = 40) int limit,
            @ForAll @IntRange(min = 2, max = 3000) int window,
            @ForAll @Size(max = 80) List<@From("arrivals") Arrival> arrivals) {
        Charge charge = charge(algorithm, limit, window);
        long now = 1_000_000;
        Counter counter = charge.empty(now);
        for (Arrival arrival : arrivals) {
            now += arrival.gapMs();
            counter = counter.at(now, charge);
            if (counter.room() >= arrival.cost()) {
                counter = counter.charge(arrival.cost());
            }
            long wait = counter.waitMs(arrival.cost());
            assertThat(counter.at(now + wait, charge).room()).isGreaterThanOrEqualTo(arrival.cost());
            if (wait > 0) {
                assertThat(counter.at(now + wait - 1, charge).room()).isLessThan(arrival.cost());
            }
        }
    }

    @Property
    void whatIsGivenBackIsAsIfItHadNotBeenCharged(
            @ForAll("recurring") Algorithm algorithm,
            @ForAll @IntRange(min = 5, max = 40) int limit,
            @ForAll @IntRange(min = 2, max = 3000) int window,
            @ForAll @Size(max = 60) List<@From("arrivals") Arrival> arrivals,
            @ForAll @IntRange(min = 0, max = 1500) int later) {
        Charge charge = charge(algorithm, limit, window);
        long now = 1_000_000;
        Counter counter = charge.empty(now);
        for (Arrival arrival : arrivals) {
            now += arrival.gapMs();
            counter = counter.at(now, charge);
            if (counter.room() >= arrival.cost()) {
                counter = counter.charge(arrival.cost());
            }
        }
        if (counter.room() >= 1) {
            Counter without = counter.at(now + later, charge);
            Counter returned = counter.charge(1).at(now + later, charge).giveBack(1, now);
            assertThat(returned.room()).isLessThanOrEqualTo(charge.burst());
            if (algorithm == Algorithm.SLIDING_WINDOW) {
                assertThat(returned.room()).isEqualTo(without.room());
            } else {
                assertThat(returned.room()).isGreaterThanOrEqualTo(without.room());
            }
        }
    }

    @Property
    void aLoweredLimitHoldsAtOnceAndIsWaitedOutRight(
            @ForAll("recurring") Algorithm algorithm,
            @ForAll @IntRange(min = 2, max = 60) int limit,
            @ForAll @IntRange(min = 1, max = 60) int lowered) {
        Counter full = admitAll(charge(algorithm, limit, 1000), 5_300);
        Charge low = charge(algorithm, lowered, 1000);
        Counter now = full.at(5_400, low);
        long wait = now.waitMs(1);

        assertThat(now.room()).isLessThanOrEqualTo(lowered);
        assertThat(now.at(5_400 + wait, low).room()).isPositive();
    }
}
