package io.breakwater.bench.exchange;

import io.breakwater.bench.installation.BenchTenant;
import io.breakwater.bench.installation.Exchange;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.installation.Watch;
import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.load.LoadResult;
import io.breakwater.bench.process.BenchException;
import io.breakwater.bench.result.Column;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Exchanges of keys that auth-service has not seen, each once, so that none is answered from a cache; and of one that it has. */
final class ExchangeBench {

    private static final int CONNECTIONS = 16;
    private static final int PER_SECOND = 500;
    private static final double TARGET_MILLIS = 2;
    private static final double MILLI = 1_000;
    private static final int OK = 200;
    private static final double SPARE = 1.2;

    private final Installation suite;
    private final LoadGenerator generator;
    private final Duration warmUp;
    private final Duration measured;
    private final Consumer<String> say;

    ExchangeBench(
            Installation suite, LoadGenerator generator, Duration warmUp, Duration measured, Consumer<String> say) {
        this.suite = suite;
        this.generator = generator;
        this.warmUp = warmUp;
        this.measured = measured;
        this.say = say;
    }

    /** @param cpuMicros of auth-service, per exchange */
    record Outcome(String name, LoadResult load, double cpuMicros) {}

    List<Outcome> run() {
        UUID tenant = UUID.fromString(BenchTenant.create(suite).id());
        int count = (int) (PER_SECOND * (warmUp.plus(measured).toMillis() / MILLI) * SPARE) + PER_SECOND;
        List<String> keys = StoredKeys.of(suite, tenant, count);
        return List.of(load("keys not seen before", keys), load("one key again and again", keys.subList(0, 1)));
    }

    private Outcome load(String name, List<String> keys) {
        Exchange exchange = new Exchange(suite);
        LoadPlan plan = new LoadPlan(
                exchange.url(),
                "POST",
                Map.of("Authorization", exchange.authorization(), "Content-Type", "application/json"),
                "{\"credential\":\"${n[%s]}\",\"client_ip\":\"127.0.0.1\"}".formatted(String.join(",", keys)),
                0,
                CONNECTIONS,
                (double) PER_SECOND,
                warmUp,
                measured,
                false);
        try (Watch watch = new Watch(suite)) {
            var cpu = new Reading[2];
            LoadResult result = generator.run(plan, new LoadGenerator.Window() {
                @Override
                public void begins() {
                    cpu[0] = watch.read();
                }

                @Override
                public void ends() {
                    cpu[1] = watch.read();
                }
            });
            if (!result.isAll(OK)) {
                throw new BenchException(
                        name + ": answers " + result.answers() + ", " + result.failures() + " without one");
            }
            double seconds = cpu[1].since(cpu[0]).cpuSeconds().getOrDefault("auth-service", Double.NaN);
            var outcome = new Outcome(name, result, seconds * TimeUnit.SECONDS.toMicros(1) / result.total());
            say.accept("  %-25s p50 %.2f p99 %.2f p99.9 %.2f ms, %.0f µs CPU"
                    .formatted(
                            name,
                            result.latency().p50() / MILLI,
                            result.latency().p99() / MILLI,
                            result.latency().p999() / MILLI,
                            outcome.cpuMicros()));
            return outcome;
        }
    }

    static List<Table> tables(List<Outcome> outcomes) {
        return List.of(new Table(
                "The credential exchange at " + PER_SECOND + "/s",
                "Each key not seen before is looked up in PostgreSQL and its internal token signed (RS256).",
                List.of(
                        new Column("exchanges", "1/s", 0),
                        new Column("p50", "ms", 2),
                        new Column("p99", "ms", 2),
                        new Column("p99.9", "ms", 2),
                        new Column("CPU of auth-service", "µs each", 0)),
                outcomes.stream()
                        .map(outcome -> Table.Row.of(
                                outcome.name(),
                                outcome.load().perSecond(),
                                outcome.load().latency().p50() / MILLI,
                                outcome.load().latency().p99() / MILLI,
                                outcome.load().latency().p999() / MILLI,
                                outcome.cpuMicros()))
                        .toList()));
    }

    static List<Target> targets(List<Outcome> outcomes) {
        return outcomes.stream()
                .limit(1)
                .map(outcome -> Target.atMost(
                        "p99 at " + PER_SECOND + "/s, " + outcome.name(),
                        TARGET_MILLIS,
                        outcome.load().latency().p99() / MILLI,
                        " ms"))
                .toList();
    }
}
