package io.breakwater.bench.cli;

import io.breakwater.bench.exchange.ExchangeCommand;
import io.breakwater.bench.ingest.IngestCommand;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.startup.StartupCommand;
import io.breakwater.localstack.store.StoreException;
import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.SuiteException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point. The system property {@code breakwater.root} is the repository's root. */
@Command(name = "./dev bench", synopsisSubcommandLabel = "NAME", description = "Measures, side by side with others.")
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        var stop = StopSignal.ofThisProcess();
        var root = Path.of(System.getProperty("breakwater.root", "")).toAbsolutePath();
        int exit;
        try {
            exit = new CommandLine(new Bench())
                    .addSubcommand(new GatewayCommand(root, stop))
                    .addSubcommand(new IngestCommand(root))
                    .addSubcommand(new ExchangeCommand(root))
                    .addSubcommand(new StartupCommand(root))
                    .setExecutionExceptionHandler(Bench::explain)
                    .execute(args);
        } finally {
            stop.done();
        }
        System.exit(exit);
    }

    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(fault instanceof BenchException)
                && !(fault instanceof SuiteException)
                && !(fault instanceof StoreException)) {
            throw fault;
        }
        command.getErr().println(fault.getMessage());
        if (fault.getCause() != null) {
            command.getErr().println("  because: " + fault.getCause());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
