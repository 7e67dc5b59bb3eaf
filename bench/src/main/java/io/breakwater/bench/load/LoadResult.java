package io.breakwater.bench.load;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a plan, in the time that counts.
 *
 * @param seconds that counted
 * @param answers how many answers came in that time, by status
 * @param failures requests that were due in that time and never answered: not connected, broken off or timed out
 * @param latency of the answers to requests that were due in that time
 * @param timeline what came of every millisecond since 1970, warm-up included, in which there was an answer; empty unless the plan asks
 */
public record LoadResult(
        double seconds, SortedMap<Integer, Long> answers, long failures, Latency latency, List<Moment> timeline) {

    public LoadResult {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        timeline = List.copyOf(timeline);
    }

    /**
     * One millisecond.
     *
     * @param answers that came in it
     * @param good those with a status below 400
     */
    public record Moment(long epochMs, long answers, long good) {}

    /**
     * In microseconds.
     *
     * @param count of how many answers
     */
    public record Latency(long count, double mean, double p50, double p90, double p99, double p999, double max) {}

    /** All answers, whatever they say. */
    public long total() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those of one status. */
    public long answered(int status) {
        return answers.getOrDefault(status, 0L);
    }

    /** Answers in a second. */
    public double perSecond() {
        return total() / seconds;
    }

    /** Whether each request was answered with this status. */
    public boolean isAll(int status) {
        return failures == 0 && answers.equals(Map.of(status, total()));
    }
}
