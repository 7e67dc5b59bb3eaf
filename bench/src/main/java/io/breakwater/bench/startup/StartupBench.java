package io.breakwater.bench.startup;

import io.breakwater.bench.installation.Api;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.process.ChildProcess;
import io.breakwater.bench.process.Usage;
import io.breakwater.bench.result.Column;
import io.breakwater.bench.result.Median;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts each service again and again beside the rest of the suite, whose databases are migrated. */
final class StartupBench {

    private static final List<String> SERVICES =
            List.of("api-gateway", "auth-service", "ingest-service", "admin-service");
    private static final double TARGET_SECONDS = 1;
    private static final double TARGET_MEGABYTES = 200;
    private static final double MEGABYTE = 1024.0 * 1024;
    private static final double MILLI = 1_000;
    private static final long STOP_SECONDS = 30;
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration READY = Duration.ofSeconds(90);

    private final Installation suite;
    private final Api api = new Api();
    private final List<String> flags;
    private final Path work;
    private final @Nullable Path aotRoot;
    private final int rounds;
    private final Duration idle;
    private final Consumer<String> say;

    /**
     * @param flags of the JVMs, of all variants
     * @param work where caches and logs go
     * @param idle between being ready and its memory being looked at
     */
    StartupBench(
            Installation suite,
            List<String> flags,
            Path work,
            @Nullable Path aotRoot,
            int rounds,
            Duration idle,
            Consumer<String> say) {
        this.suite = suite;
        this.flags = flags;
        this.work = work;
        this.aotRoot = aotRoot;
        this.rounds = rounds;
        this.idle = idle;
        this.say = say;
    }

    /** Medians of the rounds. */
    record Outcome(String service, String variant, double readyMillis, double residentBytes) {}

    private record Round(double readyMillis, double residentBytes) {}

    List<Outcome> run() {
        List<Outcome> outcomes = new ArrayList<>();
        for (String service : SERVICES) {
            long pid = suite.processes().getOrDefault(service, 0L);
            ServiceProcess process = ServiceProcess.of(pid);
            end(ProcessHandle.of(pid).orElseThrow());
            outcomes.add(measure(service, process, "as packaged", flags));
            outcomes.add(measureCached(service, process, "as packaged"));
            if (aotRoot != null) {
                outcomes.add(measureCached(service, process.of(aotRoot, service), "as aot-jar"));
            }
        }
        return outcomes;
    }

    /** Trains a cache by a start alone, which is written when that ends, and starts with it. */
    private Outcome measureCached(String service, ServiceProcess process, String packaging) {
        Path cache = work.resolve(service + "-" + packaging.replace(' ', '-') + ".aot");
        start(service, process, with("-XX:AOTCacheOutput=" + cache));
        return measure(service, process, packaging + ", AOT cache", with("-XX:AOTCache=" + cache));
    }

    private List<String> with(String flag) {
        List<String> all = new ArrayList<>(flags);
        all.add(flag);
        return all;
    }

    private Outcome measure(String service, ServiceProcess process, String variant, List<String> all) {
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            measured.add(start(service, process, all));
        }
        var outcome = new Outcome(
                service, variant, Median.of(measured, Round::readyMillis), Median.of(measured, Round::residentBytes));
        say.accept("  %-15s %-18s ready after %,5.0f ms, %,4.0f MB"
                .formatted(service, variant, outcome.readyMillis(), outcome.residentBytes() / MEGABYTE));
        return outcome;
    }

    private Round start(String service, ServiceProcess process, List<String> all) {
        URI ready = suite.management(service).resolve("/health/ready");
        Path log = work.resolve(service + ".log");
        long begin = System.nanoTime();
        var running = ChildProcess.start(service, process.command(all), process.environment(), log);
        try {
            awaitReady(service, ready, running);
            double readyMillis = (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            LockSupport.parkNanos(idle.toNanos());
            Long resident = Usage.of(running.handle()).residentBytes();
            return new Round(readyMillis, resident == null ? Double.NaN : resident);
        } finally {
            end(running.handle());
            running.close();
        }
    }

    /** Asks far more often than one would who only wants it to be ready. */
    private void awaitReady(String service, URI ready, ChildProcess running) {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!isReady(ready)) {
            if (!running.handle().isAlive() || System.nanoTime() > deadline) {
                throw new BenchException(service + " does not become ready; see " + running.log() + ".");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isReady(URI ready) {
        try {
            api.get(ready);
            return true;
        } catch (BenchException _) {
            return false; // Not yet.
        }
    }

    /** In order, so that a cache is written. */
    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("A service does not end.", e);
        }
    }

    static List<Table> tables(List<Outcome> outcomes) {
        return List.of(new Table(
                "Start and memory at idle",
                "From the start of the process until its readiness probe answers 200 (stores running, schemas migrated), and the"
                        + " memory in RAM some seconds later. Medians.",
                List.of(new Column("ready after", "ms", 0), new Column("resident", "MB", 0)),
                outcomes.stream()
                        .map(outcome -> Table.Row.of(
                                outcome.service() + ", " + outcome.variant(),
                                outcome.readyMillis(),
                                outcome.residentBytes() / MEGABYTE))
                        .toList()));
    }

    static List<Target> targets(List<Outcome> outcomes) {
        List<Target> targets = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.service() + ", " + outcome.variant();
            targets.add(Target.atMost(name + ": ready", TARGET_SECONDS, outcome.readyMillis() / MILLI, " s"));
            targets.add(
                    Target.atMost(name + ": resident", TARGET_MEGABYTES, outcome.residentBytes() / MEGABYTE, " MB"));
        }
        return targets;
    }
}
