package io.breakwater.localstack.cli;

import io.breakwater.localstack.store.StoreException;
import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.SuiteException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point. The system property {@code breakwater.root} is the repository's root. */
@Command(name = "./dev", synopsisSubcommandLabel = "COMMAND")
public final class Dev {

    private Dev() {}

    public static void main(String[] args) {
        var stop = StopSignal.ofThisProcess();
        var root = Path.of(System.getProperty("breakwater.root", ""));
        int exit;
        try {
            exit = new CommandLine(new Dev())
                    .addSubcommand(new UpCommand(root, stop))
                    .addSubcommand(new DownCommand(root, stop))
                    .addSubcommand(new StatusCommand(root, stop))
                    .addSubcommand(new LogsCommand(root, stop))
                    .addSubcommand(new DemoCommand(root, stop))
                    .setExecutionExceptionHandler(Dev::explain)
                    .execute(args);
        } finally {
            stop.done();
        }
        System.exit(exit);
    }

    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(fault instanceof SuiteException) && !(fault instanceof StoreException)) {
            throw fault;
        }
        var message = new StringBuilder(String.valueOf(fault.getMessage()));
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            message.append("\n  because: ").append(cause.getMessage() == null ? cause : cause.getMessage());
        }
        command.getErr().println(message);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
