package io.breakwater.localstack.cli;

import io.breakwater.localstack.suite.StopSignal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stop the suite; its data stays.")
final class DownCommand implements Runnable {

    private final Path root;
    private final StopSignal stop;

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    DownCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public void run() {
        options.suite(root, stop).down();
        System.out.println("Nothing of the suite runs.");
    }
}
