package io.breakwater.admin.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Periods one after another, without gaps.
 *
 * @param starts the first instant of each, ascending; at least one
 * @param end where the last one ends, exclusive
 */
record Timeline(Granularity granularity, ZoneId zone, List<Instant> starts, Instant end) {

    /** More is no chart. */
    static final int MAX_PERIODS = 1_000;

    private static final int HOURS = 24;

    Timeline {
        starts = List.copyOf(starts);
    }

    /** One period more than is allowed says that there are too many. */
    static Timeline of(Granularity granularity, ZoneId zone, Instant from, Instant to) {
        List<Instant> starts = new ArrayList<>();
        Instant start = granularity.startOf(from, zone);
        do {
            starts.add(start);
            start = granularity.plus(start, 1, zone);
        } while (start.isBefore(to) && starts.size() <= MAX_PERIODS);
        return new Timeline(granularity, zone, starts, start);
    }

    boolean isTooLong() {
        return starts.size() > MAX_PERIODS;
    }

    Instant start() {
        return starts.getFirst();
    }

    int size() {
        return starts.size();
    }

    Instant endOf(int period) {
        return period + 1 < starts.size() ? starts.get(period + 1) : end;
    }

    /**
     * Hours of a UTC day that count to the same period.
     *
     * @param since the first of them, 0 to 23
     * @param till the one after the last, 1 to 24
     * @param period its place in the timeline
     */
    record Span(LocalDate day, int since, int till, int period) {}

    /** All hours that begin in the timeline, each once, ascending. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (int period = 0; period < size(); period++) {
            long end = firstHourFrom(endOf(period));
            long hour = firstHourFrom(starts.get(period));
            while (hour < end) {
                long day = Math.floorDiv(hour, HOURS);
                long till = Math.min(end, (day + 1) * HOURS);
                spans.add(new Span(
                        LocalDate.ofEpochDay(day), (int) (hour - day * HOURS), (int) (till - day * HOURS), period));
                hour = till;
            }
        }
        return spans;
    }

    /** The hours since 1970 to the first that begins at an instant or later. */
    private static long firstHourFrom(Instant instant) {
        return Math.ceilDiv(instant.getEpochSecond(), Duration.ofHours(1).toSeconds());
    }

    String labelOf(int period) {
        return granularity.label(starts.get(period), zone);
    }
}
