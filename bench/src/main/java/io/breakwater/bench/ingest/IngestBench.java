package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.BenchTenant;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.load.LoadGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All scenarios on one installation. */
final class IngestBench {

    static final int BATCH = 100;

    static final List<Integer> PEER_CONNECTIONS = List.of(2, 4, 8);

    private final Installation suite;
    private final LoadGenerator generator;
    private final Scale scale;
    private final Consumer<String> say;

    IngestBench(Installation suite, LoadGenerator generator, Scale scale, Consumer<String> say) {
        this.suite = suite;
        this.generator = generator;
        this.scale = scale;
        this.say = say;
    }

    /** What can be measured by itself. */
    enum Part {
        ACCEPT,
        BATCHES,
        PEERS
    }

    /**
     * What came out; empty or null where it was not asked for.
     *
     * @param sustained each at the highest rate that did not outrun it, or the lowest
     * @param stored by the batches
     */
    record Results(
            List<Outcome> accepts,
            List<Outcome> sustained,
            @Nullable Stored stored,
            @Nullable Beside beside) {}

    /**
     * What the stores do for others.
     *
     * @param peerPerSecond of transactions of four statements, over as many connections
     */
    record Beside(double appendsPerSecond, double peerPerSecond, int peerConnections) {}

    /**
     * What events leave behind.
     *
     * @param spent by the events that were counted
     */
    record Stored(Reading spent, List<StoredEvents.Size> before, List<StoredEvents.Size> after) {}

    /**
     * Everything that is asked for, in the order in which it gets heavier.
     *
     * @param parts of which the others have no figures
     */
    Results run(Set<Part> parts) {
        BenchTenant tenant = BenchTenant.create(suite);
        List<Outcome> accepts = List.of();
        List<Outcome> sustained = List.of();
        @Nullable Stored stored = null;
        try (Runner runner = new Runner(suite, generator)) {
            if (parts.contains(Part.ACCEPT) || parts.contains(Part.BATCHES)) {
                warmUp(runner, Route.throughTheGateway(suite, tenant));
            }
            if (parts.contains(Part.ACCEPT)) {
                accepts = accepts(runner, tenant);
            }
            if (parts.contains(Part.BATCHES)) {
                List<StoredEvents.Size> sizes = StoredEvents.sizes(suite);
                Reading before = runner.readAtRest();
                sustained = List.of(
                        highest(runner, Route.direct(suite, tenant)),
                        highest(runner, Route.throughTheGateway(suite, tenant)));
                stored = new Stored(runner.readAtRest().since(before), sizes, StoredEvents.sizes(suite));
            }
        }
        @Nullable Beside beside = parts.contains(Part.PEERS) ? beside() : null;
        return new Results(accepts, sustained, stored, beside);
    }

    private List<Outcome> accepts(Runner runner, BenchTenant tenant) {
        List<Outcome> accepts = new ArrayList<>();
        for (double perSecond : scale.singles()) {
            for (Route route : List.of(Route.direct(suite, tenant), Route.throughTheGateway(suite, tenant))) {
                accepts.add(tell(runner.attempt(new Scenario(route, 1, perSecond, scale.settle(), scale.accept()))));
            }
        }
        return accepts;
    }

    private Beside beside() {
        double appends = PipelinedAppends.perSecond(suite, scale.peers());
        say.accept("  pipelined XADD: %,.0f/s".formatted(appends));
        double best = 0;
        int connections = 0;
        for (int tried : PEER_CONNECTIONS) {
            double perSecond = new TransactionPerEvent(suite).perSecond(tried, scale.peers());
            say.accept("  a transaction per event, %d connections: %,.0f/s".formatted(tried, perSecond));
            if (perSecond > best) {
                best = perSecond;
                connections = tried;
            }
        }
        return new Beside(appends, best, connections);
    }

    /**
     * As many requests as a few connections allow: a cold JVM that is given more than it can take is only busy with what is
     * late.
     */
    private void warmUp(Runner runner, Route route) {
        Duration half = scale.warmUp().dividedBy(2);
        tell(runner.attempt(Scenario.asFastAsItGoes(route, 1, half, scale.settle())));
        tell(runner.attempt(Scenario.asFastAsItGoes(route, BATCH, half, scale.settle())));
    }

    /**
     * Tries rates from the lowest up to the first that is not sustained, then the one before it for as long as counts, and lower
     * ones while that is not sustained either.
     *
     * @return that of the lowest rate where none is sustained; its figures say so
     */
    private Outcome highest(Runner runner, Route route) {
        int index = 0;
        while (index + 1 < scale.batches().size()
                && tell(runner.attempt(scenario(route, index, scale.probe()))).isSustained()) {
            index++;
        }
        Outcome outcome = tell(runner.attempt(scenario(route, index, scale.sustained())));
        while (!outcome.isSustained() && index > 0) {
            index--;
            outcome = tell(runner.attempt(scenario(route, index, scale.sustained())));
        }
        return outcome;
    }

    private Scenario scenario(Route route, int index, Duration measured) {
        return new Scenario(route, BATCH, scale.batches().get(index), scale.settle(), measured);
    }

    private Outcome tell(Outcome outcome) {
        say.accept(
                "  %s: %,.0f/s due, %,.0f accepted, %,.0f committed, p50 %.2f p99 %.2f p99.9 %.2f ms, lag %.0f ms, CPU µs %s%s"
                        .formatted(
                                outcome.scenario().name(),
                                outcome.scenario().perSecond(),
                                outcome.acceptedPerSecond(),
                                outcome.committedPerSecond(),
                                outcome.load().latency().p50() / 1_000,
                                outcome.load().latency().p99() / 1_000,
                                outcome.load().latency().p999() / 1_000,
                                outcome.lagMillis(0.5),
                                Installation.PROCESSES.stream()
                                        .map(process -> "%s %.0f"
                                                .formatted(
                                                        process, outcome.spent().cpuMicrosPerEvent(process)))
                                        .collect(Collectors.joining(", ")),
                                outcome.isSustained() ? "" : "; not sustained"));
        return outcome;
    }
}
