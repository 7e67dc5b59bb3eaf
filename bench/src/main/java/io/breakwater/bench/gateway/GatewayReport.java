package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadResult.Latency;
import io.breakwater.bench.result.Column;
import io.breakwater.bench.result.Machine;
import io.breakwater.bench.result.Median;
import io.breakwater.bench.result.Report;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Puts findings into tables and beside their targets. */
final class GatewayReport {

    private static final List<Column> COLUMNS = List.of(
            new Column("at its limit", "requests/s", 0),
            new Column("CPU", "µs/request", 1),
            new Column("rounds apart", "%", 0),
            new Column("of its core", "%", 0),
            new Column("p50 at half", "µs", 0),
            new Column("p99", "µs", 0),
            new Column("p99.9", "µs", 0),
            new Column("CPU at half", "µs/request", 1),
            new Column("resident", "MiB", 0),
            new Column("rounds spoiled", "", 0));

    private static final double PERCENT = 100;
    private static final double MILLI = 1_000;

    private final GatewayBench.Findings findings;
    private final Pace pace;

    GatewayReport(GatewayBench.Findings findings, Pace pace) {
        this.findings = findings;
        this.pace = pace;
    }

    Report report(Instant begin, String commit, String command, Machine machine, String cores) {
        List<Table> tables = new ArrayList<>();
        tables.add(variants());
        if (!findings.admission.isEmpty()) {
            tables.add(admission());
        }
        if (!findings.soak.isEmpty()) {
            tables.add(soak());
        }
        return new Report("gateway", begin, commit, command, machine, load(cores), findings.missing, tables, targets());
    }

    private Map<String, String> load(String cores) {
        Map<String, String> load = new LinkedHashMap<>();
        load.put("requests", "GET with an API key over 32 kept connections, answered with 48 bytes of JSON");
        load.put("cores", cores);
        load.put(
                "rounds",
                "medians of %d of %.1f s each, after %d s at the limit for every JVM to warm up and %d rounds that do not count"
                        .formatted(
                                pace.rounds(),
                                pace.round().toMillis() / MILLI,
                                pace.warmUp().toSeconds(),
                                pace.rehearsals()));
        load.put(
                "in turn",
                "all variants run all the time, and have the first round one after the other, then the second, and so on; a ratio is the"
                        + " median of those of neighbouring rounds");
        load.put(
                "spoiled",
                "rounds in which not all that was due was sent, as when the host took the CPU away; played again");
        load.put("at its limit", "closed loop: as many requests as 32 connections allow");
        load.put(
                "at half",
                "open loop at half of that rate, at random moments; latency counts from when a request was due");
        load.put("CPU", "user and system time of the process by the kernel's account; Redis and auth-service apart");
        load.put("JVM flags", String.join(" ", TestBed.JVM));
        return load;
    }

    private Table variants() {
        List<Table.Row> rows = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            Measurement measured = findings.measured.get(variant);
            if (measured != null) {
                rows.add(row(variant.title(), measured));
            }
        }
        Measurement.Rounds direct = findings.directBesideLeased;
        if (direct != null) {
            rows.add(Table.Row.of(
                    "upstream direct, at the rate of leased's half",
                    null,
                    null,
                    null,
                    null,
                    latency(direct, Latency::p50),
                    latency(direct, Latency::p99),
                    latency(direct, Latency::p999),
                    null,
                    null,
                    (double) direct.spoiled()));
        }
        return new Table("Side by side", "", COLUMNS, rows);
    }

    private static Table.Row row(String name, Measurement measured) {
        boolean hasProcess = !Double.isNaN(measured.atLimit(Round::cpuMicros));
        return Table.Row.of(
                name,
                measured.atLimit(Round::perSecond),
                hasProcess ? measured.atLimit(Round::cpuMicros) : null,
                hasProcess ? measured.cpuSpread() * PERCENT : null,
                hasProcess ? measured.atLimit(Round::core) * PERCENT : null,
                latency(measured.half(), Latency::p50),
                latency(measured.half(), Latency::p99),
                latency(measured.half(), Latency::p999),
                hasProcess ? measured.atHalf(Round::cpuMicros) : null,
                hasProcess ? measured.atHalf(Round::residentMib) : null,
                (double) measured.spoiled());
    }

    private static double latency(Measurement.Rounds rounds, ToDoubleFunction<Latency> figure) {
        return rounds.median(round -> figure.applyAsDouble(round.load().latency()));
    }

    private Table admission() {
        List<Table.Row> rows = new ArrayList<>();
        findings.admission.forEach((consistency, found) -> rows.add(Table.Row.of(
                consistency,
                (double) found.offered(),
                (double) found.admitted(),
                (double) found.model(),
                percent(found.error()))));
        return new Table(
                "Admission error",
                "Two gateways share a limit of 2,000 in a second and are offered three times as much.",
                List.of(
                        new Column("offered", "", 0),
                        new Column("admitted", "", 0),
                        new Column("reference model", "", 0),
                        new Column("error", "%", 2)),
                rows);
    }

    private Table soak() {
        List<Table.Row> rows = new ArrayList<>();
        Round direct = findings.directBesideSoak;
        if (direct != null) {
            rows.add(minute("upstream direct", direct));
        }
        int minutes = 0;
        for (Round minute : findings.soak) {
            rows.add(minute("minute " + ++minutes, minute));
        }
        return new Table(
                "A steady load",
                "The leased gateway at half of its limit, one minute after the other; and the upstream alone at that rate.",
                List.of(
                        new Column("answers", "", 0),
                        new Column("p50", "µs", 0),
                        new Column("p99", "µs", 0),
                        new Column("p99.9", "µs", 0),
                        new Column("CPU", "µs/request", 1),
                        new Column("resident at its end", "MiB", 1)),
                rows);
    }

    private static Table.Row minute(String name, Round minute) {
        Latency latency = minute.load().latency();
        boolean hasProcess = !Double.isNaN(minute.cpuMicros());
        return Table.Row.of(
                name,
                (double) minute.load().total(),
                latency.p50(),
                latency.p99(),
                latency.p999(),
                hasProcess ? minute.cpuMicros() : null,
                hasProcess ? minute.residentMib() : null);
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        targets.add(Target.atMost("CPU: leased ÷ bare proxy", 1.3, cpu(Variant.LEASED, Variant.BARE), ""));
        targets.add(Target.atMost("CPU: leased ÷ nginx", 1.9, cpu(Variant.LEASED, Variant.NGINX), "")
                .withStretch(1.5));
        targets.add(Target.atMost("CPU: strict ÷ nginx", 2.6, cpu(Variant.STRICT, Variant.NGINX), "")
                .withStretch(2.2));
        targets.add(Target.atMost("CPU: leased ÷ Spring Cloud Gateway", 0.25, cpu(Variant.LEASED, Variant.SPRING), ""));
        targets.add(Target.atMost("CPU: strict ÷ Spring Cloud Gateway", 0.25, cpu(Variant.STRICT, Variant.SPRING), ""));
        targets.add(Target.atMost("p99 that leased adds at half load", 1, addedMillis(), " ms"));
        targets.add(Target.atMost("p99 that leased adds at half load, steady", 1, addedSteadily(), " ms"));
        findings.admission.forEach((consistency, found) ->
                targets.add(Target.atMost("admission error, " + consistency, 0, percent(found.error()), " %")));
        return targets;
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : share * PERCENT;
    }

    private @Nullable Double cpu(Variant variant, Variant other) {
        Measurement one = findings.measured.get(variant);
        Measurement two = findings.measured.get(other);
        return one == null || two == null ? null : one.cpuOver(two);
    }

    private @Nullable Double addedMillis() {
        Measurement leased = findings.measured.get(Variant.LEASED);
        Measurement.Rounds direct = findings.directBesideLeased;
        return leased == null || direct == null
                ? null
                : (latency(leased.half(), Latency::p99) - latency(direct, Latency::p99)) / MILLI;
    }

    private @Nullable Double addedSteadily() {
        Round direct = findings.directBesideSoak;
        return direct == null || findings.soak.isEmpty()
                ? null
                : (Median.of(findings.soak, minute -> minute.load().latency().p99())
                                - direct.load().latency().p99())
                        / MILLI;
    }
}
