package io.breakwater.bench.startup;

import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.process.Commit;
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

/** {@code ./dev bench startup}. */
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        description = "Measures how long each service takes to be ready, and its memory then; about four minutes.")
public final class StartupCommand implements Callable<Integer> {

    private static final int ROUNDS = 5;
    private static final String FLAGS =
            "-Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
                    + " --sun-misc-unsafe-memory-access=allow";

    private final Path root;

    @Option(names = "--quick", description = "One start of each, to see that it works.")
    private boolean quick;

    @Option(
            names = "--aot-root",
            paramLabel = "FOLDER",
            description =
                    "Another tree of the same sources, packaged with -Dquarkus.package.jar.type=aot-jar: is measured, too.")
    private @Nullable Path aotRoot;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18360",
            description = "The suite has N to N+21 (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--java-options",
            paramLabel = "FLAGS",
            defaultValue = FLAGS,
            description = "Of the services' JVMs (default: ${DEFAULT-VALUE}).")
    private String javaOptions = FLAGS;

    @Option(
            names = "--output",
            paramLabel = "FILE.json",
            description = "Where the result is kept, and beside it as Markdown (default: .local/bench/startup.json).")
    private @Nullable Path output;

    /** @param root the repository's */
    public StartupCommand(Path root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(root.resolve(".local/bench"));
        Instant begin = Instant.now();
        List<StartupBench.Outcome> outcomes;
        try (var suite = Installation.start(root, portBase, "")) {
            outcomes = new StartupBench(
                            suite,
                            List.of(javaOptions.split(" ")),
                            Files.createDirectories(work.resolve("startup")),
                            aotRoot,
                            quick ? 1 : ROUNDS,
                            Duration.ofSeconds(quick ? 1 : 5),
                            System.err::println)
                    .run();
        }
        Map<String, String> load = new LinkedHashMap<>();
        load.put("rounds", Integer.toString(quick ? 1 : ROUNDS));
        load.put("services' JVM flags", javaOptions);
        Report report = new Report(
                "startup",
                begin,
                Commit.of(root),
                "./dev bench startup" + (quick ? " --quick" : ""),
                Machine.read(),
                load,
                List.of(),
                StartupBench.tables(outcomes),
                StartupBench.targets(outcomes));
        ReportFiles.write(report, output == null ? work.resolve("startup.json") : output);
        System.out.println(report.markdown());
        return 0;
    }
}
