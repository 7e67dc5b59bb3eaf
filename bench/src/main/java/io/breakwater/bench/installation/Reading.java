package io.breakwater.bench.installation;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * How far everything was at a moment.
 *
 * @param nanos by {@link System#nanoTime}
 * @param cpuSeconds by process
 * @param accepted events acknowledged since ingest-service started
 * @param settled events whose effects are committed
 * @param walBytes that PostgreSQL has written to its log
 * @param transactions that were committed
 * @param appendOnlyBytes of Redis' append-only file
 */
public record Reading(
        long nanos,
        SequencedMap<String, Double> cpuSeconds,
        double accepted,
        double settled,
        double walBytes,
        double transactions,
        double appendOnlyBytes) {

    /** What happened between an earlier reading and this one. */
    public Reading since(Reading earlier) {
        SequencedMap<String, Double> cpu = new LinkedHashMap<>();
        cpuSeconds.forEach(
                (process, seconds) -> cpu.put(process, seconds - earlier.cpuSeconds.getOrDefault(process, 0.0)));
        return new Reading(
                nanos - earlier.nanos,
                cpu,
                accepted - earlier.accepted,
                settled - earlier.settled,
                walBytes - earlier.walBytes,
                transactions - earlier.transactions,
                appendOnlyBytes - earlier.appendOnlyBytes);
    }

    /** Of a difference: how long it was. */
    public double seconds() {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Of a difference: the CPU time that a process spent on each settled event, in microseconds. */
    public double cpuMicrosPerEvent(String process) {
        return cpuSeconds.getOrDefault(process, 0.0) / settled * TimeUnit.SECONDS.toMicros(1);
    }

    /** The same of all processes. */
    public double cpuMicrosPerEvent() {
        return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum()
                / settled
                * TimeUnit.SECONDS.toMicros(1);
    }
}
