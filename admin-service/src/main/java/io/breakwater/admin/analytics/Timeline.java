package io.breakwater.admin.analytics;

import java.time.Instant;
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

    String labelOf(int period) {
        return granularity.label(starts.get(period), zone);
    }
}
