package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.load.LoadResult;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.Usage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One load on one subject.
 *
 * @param cpuMicros CPU time of the subject for each answer; NaN when nothing lies before the upstream
 * @param core how much of a core it used
 * @param residentMib its memory; NaN where it is not known
 */
record Round(LoadResult load, double cpuMicros, double core, double residentMib) {

    private static final double MICRO = 1_000.0;
    private static final double MIB = 1024.0 * 1024;
    private static final int OK = 200;

    /**
     * Runs it.
     *
     * @throws BenchException if there was another answer than 200, or none at all
     */
    static Round run(LoadGenerator generator, Subject subject, LoadPlan plan) {
        var watch = new Watch(subject.measured());
        LoadResult load = generator.run(plan, watch);
        if (load.total() == 0 || load.answered(OK) < load.total()) {
            throw new BenchException("Of " + plan.url() + " came, by status, " + load.answers() + ".");
        }
        double nanos = watch.cpuNanos();
        return new Round(
                load,
                nanos / MICRO / load.total(),
                nanos / (load.seconds() * TimeUnit.SECONDS.toNanos(1)),
                watch.residentMib());
    }

    /** Whether every request that was due in it was sent and answered. */
    boolean isWhole() {
        return load.failures() == 0;
    }

    double perSecond() {
        return load.perSecond();
    }

    /** Reads the subject's usage as the time that counts begins and ends. */
    private static final class Watch implements LoadGenerator.Window {

        private final @Nullable ProcessHandle process;
        private @Nullable Usage before;
        private @Nullable Usage after;

        Watch(@Nullable ProcessHandle process) {
            this.process = process;
        }

        @Override
        public void begins() {
            before = process == null ? null : Usage.of(process);
        }

        @Override
        public void ends() {
            after = process == null ? null : Usage.of(process);
        }

        double cpuNanos() {
            Usage first = before;
            Usage last = after;
            return first == null || last == null
                    ? Double.NaN
                    : last.cpu().minus(first.cpu()).toNanos();
        }

        double residentMib() {
            Usage last = after;
            Long bytes = last == null ? null : last.residentBytes();
            return bytes == null ? Double.NaN : bytes / MIB;
        }
    }
}
