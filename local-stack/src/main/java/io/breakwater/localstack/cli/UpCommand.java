package io.breakwater.localstack.cli;

import io.breakwater.localstack.demo.DemoProvisioning;
import io.breakwater.localstack.suite.StopSignal;
import io.breakwater.localstack.suite.Summary;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Start whatever of the suite does not run; Ctrl-C stops all of it.")
final class UpCommand implements Runnable {

    private final Path root;
    private final StopSignal stop;

    @Mixin
    private final SuiteOptions options = new SuiteOptions();

    @Option(names = "--detach", description = "Return when the suite is ready, and leave it running.")
    private boolean detach;

    @Option(names = "--fresh", description = "Forget all data, keys and passwords first.")
    private boolean fresh;

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description =
                    "Routes to services of your own; read when the gateway starts, and again whenever it changes.")
    private @Nullable Path routes;

    UpCommand(Path root, StopSignal stop) {
        this.root = root;
        this.stop = stop;
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        var suite = options.suite(root, stop);
        boolean complete = false;
        try {
            var summary = suite.up(fresh, routes, new DemoProvisioning());
            complete = true;
            show(summary, Duration.ofNanos(System.nanoTime() - begin));
        } finally {
            if (!complete && !detach && stop.isRequested()) {
                suite.down(); // Ctrl-C while it starts stops the parts that ran before, too.
            }
        }
        if (!detach) {
            suite.watch();
        }
    }

    private void show(Summary summary, Duration took) {
        String end = detach
                ? "It runs on: `%s` shows it, `%s` stops it."
                        .formatted(options.command("status"), options.command("down"))
                : "Ctrl-C stops all of it.";
        System.out.printf(
                """

                Breakwater is ready after %.1f s.

                  gateway          %s
                  platform admin   %s  password %s
                  demo tenant      %s
                  demo user        %s  password %s
                  live key         %s

                  curl -X POST %s/api/v1/ingest/events \\
                    -H "X-API-Key: %s" \\
                    -H "Content-Type: application/json" \\
                    -d '{"event_name": "purchase_completed", "participant_id": "user_123", "properties": {"amount": 49.99}}'

                %s
                """,
                took.toMillis() / 1000.0,
                summary.gateway(),
                summary.platformAdmin().email(),
                summary.platformAdmin().password(),
                summary.demo().tenantId(),
                summary.demo().email(),
                summary.demo().password(),
                summary.demo().apiKey(),
                summary.gateway(),
                summary.demo().apiKey(),
                end);
    }
}
