package io.breakwater.localstack.cli;

import io.breakwater.localstack.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the end of a log, or of all of them.")
final class LogsCommand implements Callable<Integer> {

    private final Path root;

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

    LogsCommand(Path root) {
        this.root = root;
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
        return new ProcessBuilder(command).inheritIO().start().waitFor();
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
