package io.breakwater.bench.ingest;

import io.breakwater.bench.ingest.IngestBench.Part;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.process.Commit;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.result.Machine;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.result.ReportFiles;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench ingest}. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Measures ingestion: accepting, end to end, CPU and bytes per event; about ten minutes.")
public final class IngestCommand implements Callable<Integer> {

    private final Path root;

    @Option(
            names = "--quick",
            description = "Some seconds of everything, to see that it works; the figures say nothing.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES}; all without it.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--rates",
            paramLabel = "N",
            split = ",",
            description = "Events a second to try in batches, ascending, instead of the usual ones.")
    private List<Double> rates = List.of();

    @Option(
            names = "--singles",
            paramLabel = "N",
            split = ",",
            description = "Single events a second, instead of the usual rates.")
    private List<Double> singles = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the highest rate that is sustained counts, instead of 60 s.")
    private int seconds;

    @Option(
            names = "--stored",
            paramLabel = "N",
            split = ",",
            description = "Instead: CPU per event with so many events stored, for instance 1000000,20000000."
                    + " Fills the tables by SQL, which takes its time, and about 2.5 GB a million.")
    private List<Long> stored = List.of();

    @Option(
            names = "--pause",
            description =
                    "With --stored: wait for a line of input before each filling and measurement, so that the machine can be made"
                            + " quiet.")
    private boolean pause;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18300",
            description = "The suite has N to N+21 (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--output",
            paramLabel = "FILE.json",
            description = "Where the results go, and beside it as Markdown (default: .local/bench/ingest.json).")
    private @Nullable Path output;

    @Option(
            names = "--attach",
            paramLabel = "FOLDER",
            description = "Of a suite that runs already, instead of a new one: the folder with its stack.json.")
    private @Nullable Path attach;

    @Option(
            names = "--java-options",
            paramLabel = "FLAGS",
            defaultValue = Installation.JAVA_OPTIONS,
            description = "Of the services' JVMs (default: ${DEFAULT-VALUE}).")
    private String javaOptions = Installation.JAVA_OPTIONS;

    /** @param root the repository's */
    public IngestCommand(Path root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(root.resolve(".local/bench"));
        Instant begin = Instant.now();
        Report report;
        // Bound to no core: it shares them with what it measures.
        try (var generator = LoadGenerator.start(Cores.ofThisMachine(1), work.resolve("ingest-generator.log"));
                var suite = attach == null
                        ? Installation.start(root, portBase, javaOptions)
                        : Installation.attach(attach)) {
            System.err.println("The suite runs; measuring …");
            report = stored.isEmpty() ? everything(suite, generator, begin) : stored(suite, generator, begin);
        }
        ReportFiles.write(report, output == null ? work.resolve(name() + ".json") : output);
        System.out.println(report.markdown());
        return 0;
    }

    private void await(String what) {
        System.err.println("Press return to " + what + ".");
        try {
            int read;
            do {
                read = System.in.read();
            } while (read >= 0 && read != '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name() {
        return stored.isEmpty() ? "ingest" : "ingest-stored";
    }

    private Report everything(Installation suite, LoadGenerator generator, Instant begin) {
        Scale usual = quick ? Scale.quick() : Scale.full();
        Scale scale = usual.with(
                singles.isEmpty() ? usual.singles() : singles,
                rates.isEmpty() ? usual.batches() : rates,
                seconds == 0 ? usual.sustained() : Duration.ofSeconds(seconds));
        var results = new IngestBench(suite, generator, scale, System.err::println).run(only);
        var report = new IngestReport(results, scale);
        return report(begin, report.tables(), report.targets());
    }

    private Report stored(Installation suite, LoadGenerator generator, Instant begin) {
        var bench = new StoredBench(suite, generator, root, pause ? this::await : _ -> {}, System.err::println);
        SequencedMap<Long, Outcome> outcomes =
                bench.run(stored.stream().sorted().toList());
        return report(begin, StoredBench.tables(outcomes), StoredBench.targets(outcomes));
    }

    private Report report(Instant begin, List<Table> tables, List<Target> targets) {
        Map<String, String> load = new LinkedHashMap<>();
        load.put(
                "generator",
                "Hyperfoil, open loop, Poisson arrivals, 32 connections; latency from the moment a request was due");
        load.put("events", "about 300 bytes, each with a message id of its own; 100,000 participants");
        load.put(
                "tenant",
                "on the plan enterprise with limits set by the administrator's API: every request and event is counted");
        load.put("cores", "shared by everything, the generator among it");
        load.put("services' JVM flags", javaOptions);
        load.put("PostgreSQL", Installation.POSTGRES_OPTIONS);
        load.put(
                "durability",
                "fsync: appendonly yes, appendfsync always; PostgreSQL with fsync and synchronous_commit");
        return new Report(name(), begin, Commit.of(root), command(), Machine.read(), load, List.of(), tables, targets);
    }

    private String command() {
        String numbers = stored.isEmpty()
                ? ""
                : " --stored " + stored.stream().map(String::valueOf).collect(Collectors.joining(","));
        String parts = only.size() == Part.values().length
                ? ""
                : " --only " + only.stream().map(Part::name).collect(Collectors.joining(","));
        return "./dev bench ingest" + (quick ? " --quick" : "") + parts + numbers;
    }
}
