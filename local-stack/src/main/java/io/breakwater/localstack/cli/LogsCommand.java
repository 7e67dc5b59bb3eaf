package io.breakwater.localstack.cli;

import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the end of a log, or of all of them.")
final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;

    private final Path root;
    private final StopSignal stop;

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            defaultValue = "",
            description = "auth, ingest, admin, gateway, postgres or redis.")
    private String service = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is added, until Ctrl-C.")
    private boolean follow;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines = 100;

    LogsCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var layout = options.layout(root);
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        logs(layout.logs()).map(Path::toString).forEach(command::add);
        if (!command.getLast().endsWith(".log")) {
            throw new SuiteException("There is no log" + (service.isEmpty() ? "" : " of " + service) + " in "
                    + layout.logs() + "; `" + options.command("up") + "` starts the suite.");
        }
        var tail = new ProcessBuilder(command).inheritIO().start();
        while (!tail.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stop.isRequested()) {
                tail.destroy();
            }
        }
        return tail.exitValue();
    }

    private Stream<Path> logs(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return Stream.empty();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> isWanted(file.getFileName().toString())).sorted().toList().stream();
        }
    }

    private boolean isWanted(String file) {
        return file.endsWith(".log") && file.contains(service);
    }
}
