package io.breakwater.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.gateway.ratelimit.Policy.Algorithm;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CounterTest {

    private static Counter admitAll(Counter counter, long now, long limit) {
        Counter result = counter.at(now, limit);
        while (result.room() >= 1) {
            result = result.charge(1);
        }
        return result;
    }

    @Test
    void slidingWindowWeighsThePreviousOne() {
        Counter full = admitAll(SlidingWindow.empty(10, 1000, 0), 0, 10);
        assertThat(full.room()).isZero();
        assertThat(full.at(999, 10).room()).isZero();
        assertThat(full.at(1000, 10).room()).isZero();
        assertThat(full.at(1100, 10).room()).isEqualTo(1);
        assertThat(full.at(1550, 10).room()).isEqualTo(5);
        assertThat(full.at(2000, 10).room()).isEqualTo(10);
        assertThat(full.waitMs()).isEqualTo(1100);
    }

    @Test
    void tokenBucketRefillsContinuouslyUpToItsLimit() {
        Counter empty = admitAll(TokenBucket.full(100, 1000, 0), 0, 100);
        assertThat(empty.room()).isZero();
        assertThat(empty.waitMs()).isEqualTo(10);
        assertThat(empty.at(9, 100).room()).isZero();
        assertThat(empty.at(10, 100).room()).isEqualTo(1);
        assertThat(empty.at(5000, 100).room()).isEqualTo(100);
    }

    @Test
    void aClockThatStepsBackAdmitsNothingMore() {
        for (Algorithm algorithm : Algorithm.values()) {
            Counter full = admitAll(Counter.empty(algorithm, 5, 1000, 10_500), 10_500, 5);
            Counter earlier = full.at(9_000, 5);
            assertThat(earlier.room()).isZero();
            assertThat(earlier.at(9_000 + earlier.waitMs(), 5).room()).isPositive();
        }
    }

    @Property
    void aSlidingWindowNeverHoldsMoreThanItsInvariant(
            @ForAll @IntRange(min = 1, max = 50) int limit,
            @ForAll @IntRange(min = 1, max = 2000) int window,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 700) Long> gaps) {
        SlidingWindow counter = SlidingWindow.empty(limit, window, 5_000);
        long now = 5_000;
        List<Long> admitted = new ArrayList<>();
        for (long gap : gaps) {
            now += gap;
            counter = counter.at(now, limit);
            if (counter.room() >= 1) {
                counter = counter.charge(1);
                admitted.add(now);
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
            @ForAll @IntRange(min = 1, max = 50) int limit,
            @ForAll @IntRange(min = 1, max = 2000) int window,
            @ForAll @Size(max = 120) List<@LongRange(min = 0, max = 100) Long> gaps) {
        Counter counter = TokenBucket.full(limit, window, 0);
        long now = 0;
        List<Long> admitted = new ArrayList<>();
        for (long gap : gaps) {
            now += gap;
            counter = counter.at(now, limit);
            if (counter.room() >= 1) {
                counter = counter.charge(1);
                admitted.add(now);
            }
        }
        for (int from = 0; from < admitted.size(); from++) {
            for (int to = from; to < admitted.size(); to++) {
                long span = admitted.get(to) - admitted.get(from);
                assertThat(to - from + 1L).isLessThanOrEqualTo(limit + span * limit / window);
            }
        }
    }

    @Property
    void whoWaitsExactlyThatLongPassesAndNotAMillisecondEarlier(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @IntRange(min = 2, max = 3000) int window,
            @ForAll @Size(max = 80) List<@LongRange(min = 0, max = 900) Long> gaps) {
        long now = 1_000_000;
        Counter counter = Counter.empty(algorithm, limit, window, now);
        for (long gap : gaps) {
            now += gap;
            counter = counter.at(now, limit);
            if (counter.room() >= 1) {
                counter = counter.charge(1);
            }
            long wait = counter.waitMs();
            assertThat(counter.at(now + wait, limit).room()).isPositive();
            if (wait > 0) {
                assertThat(counter.at(now + wait - 1, limit).room()).isLessThan(1);
            }
        }
    }

    @Property
    void aLoweredLimitHoldsAtOnceAndIsWaitedOutRight(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(min = 2, max = 60) int limit,
            @ForAll @IntRange(min = 1, max = 60) int lowered) {
        Counter full = admitAll(Counter.empty(algorithm, limit, 1000, 5_300), 5_300, limit);
        Counter now = full.at(5_400, lowered);
        long wait = now.waitMs();

        assertThat(now.room()).isLessThanOrEqualTo(lowered);
        assertThat(now.at(5_400 + wait, lowered).room()).isPositive();
    }
}
