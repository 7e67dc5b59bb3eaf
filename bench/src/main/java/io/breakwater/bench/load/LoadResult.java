package io.breakwater.bench.load;

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
 */
public record LoadResult(double seconds, SortedMap<Integer, Long> answers, long failures, Latency latency) {

    public LoadResult {
        answers = new TreeMap<>(answers);
    }

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
