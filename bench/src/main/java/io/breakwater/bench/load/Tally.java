package io.breakwater.bench.load;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what comes back in the time that counts. Confined to the generator's event loop until the load is over. */
final class Tally {

    private static final int DIGITS = 3;
    private static final int FIRST_ERROR = 400;
    private static final double MICRO = 1_000.0;

    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), DIGITS);
    private final SortedMap<Integer, Long> answers = new TreeMap<>();
    private final long begin;
    private final long end;
    private final SortedMap<Long, long[]> timeline = new TreeMap<>();
    private final boolean keepsTimeline;
    private long due;

    /** @param phaseBegin when the warm-up begins, by {@link System#nanoTime} */
    Tally(long phaseBegin, LoadPlan plan) {
        this.keepsTimeline = plan.timeline();
        this.begin = phaseBegin + plan.warmUp().toNanos();
        this.end = begin + plan.measured().toNanos();
    }

    /**
     * A request is due.
     *
     * @return whether it is to be sent: not when the time that counts is over
     */
    boolean due(long nanos) {
        due += isCounted(nanos) ? 1 : 0;
        return nanos < end;
    }

    /**
     * A request was answered.
     *
     * @param wasDue when it should have been sent
     */
    void answered(long wasDue, int status) {
        long now = System.nanoTime();
        if (keepsTimeline) {
            long[] moment = timeline.computeIfAbsent(System.currentTimeMillis(), ms -> new long[2]);
            moment[0]++;
            moment[1] += status < FIRST_ERROR ? 1 : 0;
        }
        if (isCounted(now)) {
            answers.merge(status, 1L, Long::sum);
        }
        if (isCounted(wasDue)) {
            latencies.recordValue(Math.min(now - wasDue, latencies.getHighestTrackableValue()));
        }
    }

    private boolean isCounted(long nanos) {
        return nanos >= begin && nanos < end;
    }

    LoadResult result(Duration measured) {
        return new LoadResult(
                measured.toNanos() / (double) TimeUnit.SECONDS.toNanos(1),
                answers,
                due - latencies.getTotalCount(),
                new LoadResult.Latency(
                        latencies.getTotalCount(),
                        latencies.getMean() / MICRO,
                        percentile(50),
                        percentile(90),
                        percentile(99),
                        percentile(99.9),
                        latencies.getMaxValue() / MICRO),
                timeline.entrySet().stream()
                        .map(moment ->
                                new LoadResult.Moment(moment.getKey(), moment.getValue()[0], moment.getValue()[1]))
                        .toList());
    }

    private double percentile(double which) {
        return latencies.getValueAtPercentile(which) / MICRO;
    }
}
