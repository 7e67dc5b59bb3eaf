package io.breakwater.localstack.cli;

import io.breakwater.localstack.suite.ComponentStatus;
import io.breakwater.localstack.suite.ComponentStatus.State;
import io.breakwater.localstack.suite.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "status", description = "Show what of the suite runs; exit code 3 unless all of it is ready.")
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_ALL_READY = 3;

    private final Path root;
    private final StopSignal stop;

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    StatusCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        stop.done(); // It may be interrupted anywhere.
        var components = options.suite(root, stop).status();
        for (ComponentStatus component : components) {
            String pid = component.pid().isPresent() ? "pid " + component.pid().getAsLong() : "";
            System.out.printf(
                    "  %-15s %-10s %-28s %-12s %s%n",
                    component.name(), word(component.state()), component.url(), pid, component.log());
        }
        return components.stream().allMatch(component -> component.state() == State.READY) ? 0 : NOT_ALL_READY;
    }

    private static String word(State state) {
        return switch (state) {
            case READY -> "ready";
            case NOT_READY -> "not ready";
            case DIED -> "died";
            case STOPPED -> "stopped";
        };
    }
}
