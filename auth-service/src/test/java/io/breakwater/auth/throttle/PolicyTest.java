package io.breakwater.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Policy PAIR =
            new Policy("pair", 5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofMinutes(15));

    @Test
    void theDelayDoublesFromOneSecondUpToItsMaximum() {
        assertThat(PAIR.delay(4)).isZero();
        assertThat(PAIR.delay(5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(PAIR.delay(6)).isEqualTo(Duration.ofSeconds(2));
        assertThat(PAIR.delay(14)).isEqualTo(Duration.ofSeconds(512));
        assertThat(PAIR.delay(15)).isEqualTo(Duration.ofMinutes(15));
    }

    @Property
    void theDelayNeverShrinksNorExceedsItsMaximum(
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE - 1) int failures) {
        assertThat(PAIR.delay(failures)).isBetween(Duration.ZERO, Duration.ofMinutes(15));
        assertThat(PAIR.delay(failures + 1)).isGreaterThanOrEqualTo(PAIR.delay(failures));
    }

    @Test
    void countingStopsWhereTheDelayDoes() {
        assertThat(PAIR.charged(14)).isEqualTo(15);
        assertThat(PAIR.charged(15)).isEqualTo(15);
    }

    @Test
    void aFailureIsForgottenAfterEachTimeOfQuiet() {
        assertThat(PAIR.remembered(7, Duration.ofMinutes(14))).isEqualTo(7);
        assertThat(PAIR.remembered(7, Duration.ofMinutes(31))).isEqualTo(5);
        assertThat(PAIR.remembered(7, Duration.ofDays(3000))).isZero();
        assertThat(PAIR.remembered(7, Duration.ofMinutes(-5))).isEqualTo(7);
    }
}
