package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.BenchTenant;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.result.Column;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** The same load on tables with few and with many events. */
final class StoredBench {

    private static final double PER_SECOND = 4_000;

    /** Of the JVMs, before the first tables are filled: what comes first would else be compared cold. */
    private static final Duration FIRST_WARM_UP = Duration.ofMinutes(2);

    /** Of the stores, with the tables as they are. */
    private static final Duration WARM_UP = Duration.ofSeconds(25);

    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final double ALLOWED_GROWTH_PERCENT = 10;
    private static final double PERCENT = 100;

    private final Installation suite;
    private final LoadGenerator generator;
    private final Path disk;
    private final Consumer<String> beforeEach;
    private final Consumer<String> say;

    /**
     * @param disk any path on the disk that the database is on
     * @param beforeEach is told before each filling and each measurement
     */
    StoredBench(
            Installation suite, LoadGenerator generator, Path disk, Consumer<String> beforeEach, Consumer<String> say) {
        this.suite = suite;
        this.generator = generator;
        this.disk = disk;
        this.beforeEach = beforeEach;
        this.say = say;
    }

    /**
     * Fills up to each number in turn, and measures there.
     *
     * @param stored ascending
     * @return by how many were stored
     */
    SequencedMap<Long, Outcome> run(List<Long> stored) {
        BenchTenant tenant = BenchTenant.create(suite);
        StoredEvents events = new StoredEvents(suite, tenant.id());
        warmUp(tenant);
        SequencedMap<Long, Outcome> outcomes = new LinkedHashMap<>();
        long there = 0;
        for (long wanted : stored) {
            beforeEach.accept("fill the tables up to %,d".formatted(wanted));
            long begin = System.nanoTime();
            events.fill(there + 1, wanted, disk);
            there = wanted;
            say.accept("  %,d events stored after %d s"
                    .formatted(
                            wanted, Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
            beforeEach.accept("measure");
            Outcome outcome = measure(tenant);
            say.accept("  with %,d stored: %.0f µs CPU per event, of which PostgreSQL %.0f"
                    .formatted(
                            wanted,
                            outcome.spent().cpuMicrosPerEvent(),
                            outcome.spent().cpuMicrosPerEvent("postgres")));
            outcomes.put(wanted, outcome);
        }
        return outcomes;
    }

    private void warmUp(BenchTenant tenant) {
        try (Runner runner = new Runner(suite, generator)) {
            Route route = Route.throughTheGateway(suite, tenant);
            runner.attempt(Scenario.asFastAsItGoes(route, IngestBench.BATCH, FIRST_WARM_UP, SETTLE));
        }
    }

    private Outcome measure(BenchTenant tenant) {
        try (Runner runner = new Runner(suite, generator)) {
            Route route = Route.throughTheGateway(suite, tenant);
            runner.run(new Scenario(route, IngestBench.BATCH, PER_SECOND, WARM_UP, SETTLE));
            return runner.run(new Scenario(route, IngestBench.BATCH, PER_SECOND, SETTLE, MEASURED));
        }
    }

    static List<Table> tables(SequencedMap<Long, Outcome> outcomes) {
        List<Outcome> measured = List.copyOf(outcomes.values());
        Table cpu = IngestReport.cpu("CPU time per event, the fewest stored first", measured);
        List<Table.Row> rows = new ArrayList<>();
        for (Map.Entry<Long, Outcome> entry : outcomes.entrySet()) {
            Outcome outcome = entry.getValue();
            rows.add(Table.Row.of(
                    "%,d stored".formatted(entry.getKey()),
                    outcome.committedPerSecond(),
                    outcome.spent().cpuMicrosPerEvent(),
                    outcome.spent().cpuMicrosPerEvent("postgres"),
                    outcome.spent().walBytes() / outcome.spent().settled(),
                    outcome.lagMillis(0.5),
                    outcome.lagMillis(1)));
        }
        Table stored = new Table(
                "With few and with many events stored",
                "Batches of %d through the gateway at %,.0f events/s. The tables were filled by SQL (generate_series) in the real"
                                .formatted(IngestBench.BATCH, PER_SECOND)
                        + " schema, facts, dedupe keys and all indexes included, spread over the month so far.",
                List.of(
                        new Column("committed", "events/s", 0),
                        new Column("CPU, all processes", "µs/event", 1),
                        new Column("CPU, PostgreSQL", "µs/event", 1),
                        new Column("write-ahead log", "B/event", 0),
                        new Column("lag p50", "ms", 0),
                        new Column("lag max", "ms", 0)),
                rows);
        return List.of(stored, cpu);
    }

    static List<Target> targets(SequencedMap<Long, Outcome> outcomes) {
        double few = outcomes.firstEntry().getValue().spent().cpuMicrosPerEvent();
        double many = outcomes.lastEntry().getValue().spent().cpuMicrosPerEvent();
        return List.of(Target.atMost(
                "CPU per event, %,d stored against %,d"
                        .formatted(
                                outcomes.lastEntry().getKey(),
                                outcomes.firstEntry().getKey()),
                ALLOWED_GROWTH_PERCENT,
                (many / few - 1) * PERCENT,
                " % more"));
    }
}
