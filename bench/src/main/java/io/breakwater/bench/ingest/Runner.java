package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.installation.Watch;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadResult;
import io.breakwater.bench.process.BenchException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs scenarios on an installation, one after the other, each from an empty log. */
final class Runner implements AutoCloseable {

    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(3);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LAG_INTERVAL_MILLIS = 500;

    private final LoadGenerator generator;
    private final Watch watch;
    private final Watch lag;
    private int runs;

    Runner(Installation suite, LoadGenerator generator) {
        this.generator = generator;
        this.watch = new Watch(suite);
        this.lag = new Watch(suite);
    }

    /**
     * One scenario.
     *
     * @throws BenchException if not every request was accepted
     */
    Outcome run(Scenario scenario) {
        Outcome outcome = attempt(scenario);
        if (!outcome.load().isAll(Scenario.ACCEPTED)) {
            throw new BenchException(scenario.name() + " at " + scenario.perSecond() + "/s: answers "
                    + outcome.load().answers() + ", " + outcome.load().failures() + " without one");
        }
        return outcome;
    }

    /** The same for a load that may be more than is accepted. */
    Outcome attempt(Scenario scenario) {
        awaitEmptyLog();
        var window = new Window();
        LoadResult load = generator.run(scenario.plan(++runs), window);
        return window.outcome(scenario, load);
    }

    /** How far everything is, with nothing under way. */
    Reading readAtRest() {
        awaitEmptyLog();
        return watch.read();
    }

    private void awaitEmptyLog() {
        long deadline = System.nanoTime() + DRAINED_WITHIN.toNanos();
        Reading now = watch.read();
        // What is acknowledged is counted at once, what is committed within milliseconds: two equal looks are at rest.
        for (double before = -1; now.settled() != before || lag.lagMillis() > 0; ) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("The log is not empty after " + DRAINED_WITHIN.toSeconds() + " s.");
            }
            before = now.settled();
            LockSupport.parkNanos(POLL_NANOS);
            now = watch.read();
        }
    }

    @Override
    public void close() {
        watch.close();
        lag.close();
    }

    /** Reads at the beginning and the end of the time that counts, and the lag in between. */
    private final class Window implements LoadGenerator.Window {

        private final ScheduledExecutorService sampler =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        private final List<Double> lags = new CopyOnWriteArrayList<>();
        private final Reading rest = watch.read();
        private @Nullable Reading begin;
        private @Nullable Reading end;

        @Override
        public void begins() {
            begin = watch.read();
            var _ = sampler.scheduleAtFixedRate(
                    () -> lags.add(lag.lagMillis()), 0, LAG_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public void ends() {
            end = watch.read();
            sampler.shutdownNow();
        }

        Outcome outcome(Scenario scenario, LoadResult load) {
            sampler.shutdownNow();
            if (begin == null || end == null) {
                throw new BenchException("The generator did not say when it began and ended.");
            }
            Reading warmUp = begin.since(rest);
            return new Outcome(scenario, load, end.since(begin), warmUp.accepted() - warmUp.settled(), lags);
        }
    }
}
