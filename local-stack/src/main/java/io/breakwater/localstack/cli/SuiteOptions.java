package io.breakwater.localstack.cli;

import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.Suite;
import io.breakwater.localstack.suite.SuiteLayout;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which suite a command is about. */
@Command(mixinStandardHelpOptions = true)
final class SuiteOptions {

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "The gateway's port; the suite has N to N+21 (default: ${DEFAULT-VALUE}).")
    private int portBase = SuiteLayout.DEFAULT_PORT_BASE;

    SuiteLayout layout(Path root) {
        return new SuiteLayout(root, portBase);
    }

    Suite suite(Path root, StopSignal stop) {
        return new Suite(layout(root), stop, System.out::println);
    }

    /** A command for this suite, as the person would type it. */
    String command(String name) {
        return "./dev " + name + (portBase == SuiteLayout.DEFAULT_PORT_BASE ? "" : " --port-base " + portBase);
    }
}
