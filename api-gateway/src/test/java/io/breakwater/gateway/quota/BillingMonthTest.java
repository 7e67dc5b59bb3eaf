package io.breakwater.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BillingMonthTest {

    @Test
    void aMonthBeginsOnTheBillingDayAtMidnightUtc() {
        BillingMonth month = BillingMonth.of(Instant.parse("2026-03-16T23:59:59Z"), 17);
        assertThat(month.start()).isEqualTo("2026-02-17T00:00:00Z");
        assertThat(month.end()).isEqualTo("2026-03-17T00:00:00Z");
        assertThat(BillingMonth.of(month.end(), 17).start()).isEqualTo("2026-03-17T00:00:00Z");
        assertThat(BillingMonth.of(Instant.parse("2027-01-01T00:00:00Z"), 28).start())
                .isEqualTo("2026-12-28T00:00:00Z");
    }

    @Property
    void everyMomentIsInItsMonthAndMonthsFollowOneAnother(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @IntRange(min = 1, max = 28) int day) {
        Instant moment = Instant.ofEpochSecond(second);
        BillingMonth month = BillingMonth.of(moment, day);
        assertThat(month.start()).isBeforeOrEqualTo(moment);
        assertThat(month.end()).isAfter(moment);
        assertThat(Duration.between(month.start(), month.end()).toDays()).isBetween(28L, 31L);
        assertThat(BillingMonth.of(month.end(), day).start()).isEqualTo(month.end());
    }
}
