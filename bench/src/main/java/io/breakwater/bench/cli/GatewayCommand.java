package io.breakwater.bench.cli;

import io.breakwater.bench.gateway.GatewayBench;
import io.breakwater.bench.gateway.Pace;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.result.ReportFiles;
import io.breakwater.localstack.suite.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "The gateway beside nginx, a bare proxy and Spring Cloud Gateway.")
final class GatewayCommand implements Callable<Integer> {

    private final Path root;
    private final StopSignal stop;

    @Option(
            names = "--quick",
            description = "Three short rounds of each; without it five longer ones, some 20 minutes.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "VARIANT",
            description = "Of direct, nginx, bare, leased, strict, spring; all and the admission error without it.")
    private Set<String> only = Set.of();

    @Option(names = "--admission", description = "The admission error of two gateways, besides what --only names.")
    private boolean admission;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description = "How long the leased gateway goes on at half of its limit, each minute counted by itself.")
    private int soakMinutes;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18280",
            description = "The suite has N to N+21 (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A further flag of the gateway's JVM, such as a profiler's; may be repeated.")
    private List<String> flags = List.of();

    @Option(
            names = "--output",
            paramLabel = "FILE.json",
            description = "Where the result is kept, and beside it as Markdown (default: .local/bench/gateway.json).")
    private @Nullable Path output;

    GatewayCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(root.resolve(".local/bench/work"));
        var question = new GatewayBench.Question(
                quick ? Pace.QUICK : Pace.FULL,
                only,
                soakMinutes,
                admission || only.isEmpty(),
                portBase,
                work,
                flags,
                command());
        Report report = new GatewayBench(root, stop, System.err::println).run(question);
        ReportFiles.write(report, output == null ? root.resolve(".local/bench/gateway.json") : output);
        System.out.println(report.markdown());
        return 0;
    }

    private String command() {
        StringBuilder command = new StringBuilder("./dev bench gateway");
        if (quick) {
            command.append(" --quick");
        }
        if (!only.isEmpty()) {
            command.append(" --only ").append(String.join(",", only));
        }
        if (soakMinutes > 0) {
            command.append(" --soak ").append(soakMinutes);
        }
        flags.forEach(flag -> command.append(" --jvm ").append(flag));
        return command.toString();
    }
}
