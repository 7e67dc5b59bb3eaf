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
import org.jspecify.annotations.Nullable;

/** Exchanges of keys that auth-service has not seen, each once, so that none is answered from a cache; and of one that it has. */
final class ExchangeBench {

    private static final int CONNECTIONS = 16;
    private static final int PER_SECOND = 500;
    private static final double TARGET_MILLIS = 2;
    private static final double MILLI = 1_000;
    private static final int OK = 200;
    private static final double SPARE = 1.2;

    /** Of the warm-up, which asks for them again and again: many more than auth-service keeps tokens for. */
    private static final int WARM_UP_KEYS = 60_000;

    /** As few as one gateway that comes up would ask with; a cold JVM that is given more is only busy with what is late. */
    private static final int WARM_UP_CONNECTIONS = 4;

    /** An assertion, which each load signs one of, is good for less than a minute. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private final Installation suite;
    private final LoadGenerator generator;
    private final Duration warmUp;
    private final Duration settle;
    private final Duration measured;
    private final Consumer<String> say;

    /** @param warmUp at the limit, once; {@code settle} and {@code measured} are at the rate, for each of the two */
    ExchangeBench(
            Installation suite,
            LoadGenerator generator,
            Duration warmUp,
            Duration settle,
            Duration measured,
            Consumer<String> say) {
        this.suite = suite;
        this.generator = generator;
        this.warmUp = warmUp;
        this.settle = settle;
        this.measured = measured;
        this.say = say;
    }

    /** @param cpuMicros of auth-service, per exchange */
    record Outcome(String name, LoadResult load, double cpuMicros) {}

    List<Outcome> run() {
        UUID tenant = UUID.fromString(BenchTenant.create(suite).id());
        warmUp(StoredKeys.of(suite, tenant, WARM_UP_KEYS));
        int count = (int) (PER_SECOND * (settle.plus(measured).toMillis() / MILLI) * SPARE) + PER_SECOND;
        List<String> keys = StoredKeys.of(suite, tenant, count);
        return List.of(load("keys not seen before", keys), load("one key again and again", keys.subList(0, 1)));
    }

    private void warmUp(List<String> keys) {
        long sent = 0;
        for (Duration left = warmUp; left.isPositive(); left = left.minus(LONGEST)) {
            Duration lasts = left.compareTo(LONGEST) < 0 ? left : LONGEST;
            LoadResult result = generator.run(
                    plan(keys, sent, WARM_UP_CONNECTIONS, null, Duration.ZERO, lasts), LoadGenerator.Window.UNWATCHED);
            requireAnswered("the warm-up", result);
            sent += result.total();
            say.accept("  warming up: %,.0f/s".formatted(result.perSecond()));
        }
    }

    private LoadPlan plan(
            List<String> keys,
            long first,
            int connections,
            @Nullable Double perSecond,
            Duration uncounted,
            Duration counted) {
        Exchange exchange = new Exchange(suite);
        return new LoadPlan(
                exchange.url(),
                "POST",
                Map.of("Authorization", exchange.authorization(), "Content-Type", "application/json"),
                "{\"credential\":\"${n[%s]}\",\"client_ip\":\"127.0.0.1\"}".formatted(String.join(",", keys)),
                first,
                connections,
                perSecond,
                uncounted,
                counted,
                false);
    }

    private static void requireAnswered(String name, LoadResult result) {
        if (!result.isAll(OK)) {
            throw new BenchException(
                    name + ": answers " + result.answers() + ", " + result.failures() + " without one");
        }
    }

    private Outcome load(String name, List<String> keys) {
        LoadPlan plan = plan(keys, 0, CONNECTIONS, (double) PER_SECOND, settle, measured);
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
            requireAnswered(name, result);
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
