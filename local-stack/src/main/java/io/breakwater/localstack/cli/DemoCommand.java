package io.breakwater.localstack.cli;

import io.breakwater.localstack.demo.Story;
import io.breakwater.localstack.suite.StopSignal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        description = "Play the suite's main job against the running suite, and show each request and answer.")
final class DemoCommand implements Runnable {

    private final Path root;
    private final StopSignal stop;

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    DemoCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public void run() {
        stop.done(); // It may be interrupted anywhere.
        var summary = options.suite(root, stop).summary();
        new Story(summary.gateway(), summary.platformAdmin(), summary.demo().apiKey(), System.out::println).play();
    }
}
