package io.breakwater.bench.exchange;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.process.Commit;
import io.breakwater.bench.process.Cores;
import io.breakwater.bench.result.Machine;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.result.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench exchange}. */
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        description = "Measures what a gateway waits for a credential that it does not know; about five minutes.")
public final class ExchangeCommand implements Callable<Integer> {

    private final Path root;

    @Option(names = "--quick", description = "Some seconds, to see that it works; the figures say nothing.")
    private boolean quick;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18330",
            description = "The suite has N to N+21 (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--java-options",
            paramLabel = "FLAGS",
            defaultValue = Installation.JAVA_OPTIONS,
            description = "Of the services' JVMs (default: ${DEFAULT-VALUE}).")
    private String javaOptions = Installation.JAVA_OPTIONS;

    @Option(
            names = "--output",
            paramLabel = "FILE.json",
            description = "Where the result is kept, and beside it as Markdown (default: .local/bench/exchange.json).")
    private @Nullable Path output;

    /** @param root the repository's */
    public ExchangeCommand(Path root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(root.resolve(".local/bench"));
        Instant begin = Instant.now();
        List<ExchangeBench.Outcome> outcomes;
        try (var generator = LoadGenerator.start(Cores.ofThisMachine(1), work.resolve("exchange-generator.log"));
                var suite = Installation.start(root, portBase, javaOptions)) {
            outcomes = new ExchangeBench(
                            suite,
                            generator,
                            Duration.ofSeconds(quick ? 2 : 135),
                            Duration.ofSeconds(quick ? 1 : 5),
                            Duration.ofSeconds(quick ? 2 : 40),
                            System.err::println)
                    .run();
        }
        Map<String, String> load = new LinkedHashMap<>();
        load.put("generator", "Hyperfoil, open loop, Poisson arrivals; latency from the moment a request was due");
        load.put("cores", "shared by everything, the generator among it");
        load.put("services' JVM flags", javaOptions);
        Report report = new Report(
                "exchange",
                begin,
                Commit.of(root),
                "./dev bench exchange" + (quick ? " --quick" : ""),
                Machine.read(),
                load,
                List.of(),
                ExchangeBench.tables(outcomes),
                ExchangeBench.targets(outcomes));
        ReportFiles.write(report, output == null ? work.resolve("exchange.json") : output);
        System.out.println(report.markdown());
        return 0;
    }
}
