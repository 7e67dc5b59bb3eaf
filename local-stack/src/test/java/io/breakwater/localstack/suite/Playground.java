package io.breakwater.localstack.suite;

import io.breakwater.localstack.store.LocalPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A suite below a temporary root, on ports of its own. */
final class Playground {

    static final DemoAccount DEMO = new DemoAccount("0190", "demo@breakwater.example", "secret", "bw_live_0");

    /** Kept, since unpacking takes longer than a test. */
    private static final Path BINARIES = Path.of("target", "store-binaries");

    final SuiteLayout layout;
    final StopSignal stop = new StopSignal();
    final List<String> said = new ArrayList<>();
    final Suite suite;

    Playground(Path root) {
        this.layout = new SuiteLayout(root, freePorts(), BINARIES);
        this.suite = new Suite(layout, stop, said::add);
        for (Service service : Service.values()) {
            StandIn.install(layout, service, StandIn.Ready.class);
        }
    }

    Summary up() {
        return suite.up(false, null, (gateway, admin, kept) -> kept == null ? DEMO : kept);
    }

    long pid(String component) {
        return suite.status().stream()
                .filter(status -> status.name().equals(component))
                .findFirst()
                .orElseThrow()
                .pid()
                .orElseThrow();
    }

    List<Long> pids() {
        return suite.status().stream()
                .flatMap(status -> status.pid().stream().boxed())
                .toList();
    }

    private static int freePorts() {
        return ThreadLocalRandom.current()
                .ints(1_000, 10_000, 20_000)
                .filter(base -> IntStream.rangeClosed(base, base + 21).allMatch(LocalPorts::isFree))
                .findFirst()
                .orElseThrow();
    }
}
