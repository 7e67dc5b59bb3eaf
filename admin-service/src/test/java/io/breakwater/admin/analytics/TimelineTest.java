package io.breakwater.admin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Timeline timeline(Granularity granularity, ZoneId zone, String from, String to) {
        return Timeline.of(granularity, zone, Instant.parse(from), Instant.parse(to));
    }

    /** Ranges from 2000 to 2036 of up to half a year, in every zone there is. */
    @Test
    void periodsFollowOneAnotherAndHoldTheRange() {
        Random random = new Random(20);
        for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            for (Granularity granularity : Granularity.values()) {
                Instant start = Instant.ofEpochSecond(random.nextLong(946_684_800, 2_082_758_400));
                Instant end = start.plusSeconds(random.nextLong(1, 15_552_000));
                Timeline timeline = Timeline.of(granularity, ZoneId.of(name), start, end);

                assertThat(timeline.start()).as(name).isBeforeOrEqualTo(start);
                assertThat(timeline.endOf(0)).as(name).isAfter(start);
                assertThat(timeline.starts()).as(name).isSorted().doesNotHaveDuplicates();
                if (!timeline.isTooLong()) {
                    assertThat(timeline.end()).as(name).isAfterOrEqualTo(end);
                    assertThat(timeline.starts().getLast()).as(name).isBefore(end);
                }
            }
        }
    }

    /** As PostgreSQL's {@code width_bucket} tells them apart, in every zone there is. */
    @Test
    void spansHoldEveryHourOnceUnderThePeriodInWhichItBegins() {
        Random random = new Random(24);
        for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            for (Granularity granularity : Granularity.values()) {
                Instant from = Instant.ofEpochSecond(random.nextLong(946_684_800, 2_082_758_400));
                Instant to = from.plusSeconds(random.nextLong(1, 500_000));
                Timeline timeline = Timeline.of(granularity, ZoneId.of(name), from, to);

                SequencedMap<Instant, Integer> expected = new LinkedHashMap<>();
                Instant hour = timeline.start().plusSeconds(3_599).truncatedTo(ChronoUnit.HOURS);
                for (int period = 0; hour.isBefore(timeline.end()); hour = hour.plus(1, ChronoUnit.HOURS)) {
                    while (!hour.isBefore(timeline.endOf(period))) {
                        period++;
                    }
                    expected.put(hour, period);
                }
                SequencedMap<Instant, Integer> held = new LinkedHashMap<>();
                for (Timeline.Span span : timeline.spans()) {
                    Instant day = span.day().atStartOfDay(ZoneOffset.UTC).toInstant();
                    for (int h = span.since(); h < span.till(); h++) {
                        assertThat(held.put(day.plus(h, ChronoUnit.HOURS), span.period()))
                                .as(name)
                                .isNull();
                    }
                }

                assertThat(held).as(name).isEqualTo(expected);
            }
        }
    }

    @Test
    void aDayOfAChangeOfTheClocksHas23Or25Hours() {
        Timeline spring = timeline(Granularity.DAY, BERLIN, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
        Timeline autumn = timeline(Granularity.DAY, BERLIN, "2026-10-25T12:00:00Z", "2026-10-25T13:00:00Z");

        assertThat(spring.starts())
                .containsExactly(
                        Instant.parse("2026-03-27T23:00:00Z"),
                        Instant.parse("2026-03-28T23:00:00Z"),
                        Instant.parse("2026-03-29T22:00:00Z"));
        assertThat(Duration.between(spring.starts().get(1), spring.starts().get(2)))
                .hasHours(23);
        assertThat(Duration.between(autumn.start(), autumn.end())).hasHours(25);
    }

    @Test
    void theHourThatComesTwiceIsTwoPeriodsWithDifferentLabels() {
        Timeline timeline = timeline(Granularity.HOUR, BERLIN, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z");

        assertThat(timeline.size()).isEqualTo(2);
        assertThat(timeline.labelOf(0)).isEqualTo("2026-10-25T02:00+02:00");
        assertThat(timeline.labelOf(1)).isEqualTo("2026-10-25T02:00+01:00");
    }

    @Test
    void weeksBeginOnMondayAndAreNamedAsIsoDoes() {
        Timeline timeline = timeline(Granularity.WEEK, ZoneOffset.UTC, "2027-01-01T00:00:00Z", "2027-01-05T00:00:00Z");

        assertThat(timeline.start()).isEqualTo("2026-12-28T00:00:00Z");
        assertThat(timeline.labelOf(0)).isEqualTo("2026-W53");
        assertThat(timeline.labelOf(1)).isEqualTo("2027-W01");
    }

    @Test
    void monthsAreTheCalendars() {
        Timeline timeline = timeline(Granularity.MONTH, ZoneOffset.UTC, "2028-01-31T00:00:00Z", "2028-03-01T00:00:00Z");

        assertThat(timeline.size()).isEqualTo(2);
        assertThat(timeline.labelOf(1)).isEqualTo("2028-02");
        assertThat(Duration.between(timeline.starts().get(1), timeline.end())).hasDays(29);
    }

    @Test
    void aDayWhoseMidnightIsSkippedBeginsWhenTheClockStrikesOne() {
        // Cairo, 2026-04-24: the clocks go from 00:00 to 01:00.
        Timeline timeline =
                timeline(Granularity.DAY, ZoneId.of("Africa/Cairo"), "2026-04-24T10:00:00Z", "2026-04-24T11:00:00Z");

        assertThat(timeline.labelOf(0)).isEqualTo("2026-04-24");
        assertThat(timeline.start()).isEqualTo("2026-04-23T22:00:00Z");
    }
}
