package io.breakwater.bench.ingest;

import io.breakwater.bench.ingest.IngestBench.Results;
import io.breakwater.bench.installation.Installation;
import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.result.Column;
import io.breakwater.bench.result.Table;
import io.breakwater.bench.result.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Results as tables, and what was aimed at. */
final class IngestReport {

    private static final double MILLI = 1_000;
    private static final double PEER_RATIO = 5;
    private static final double ACCEPT_MILLIS = 5;
    private static final double ACCEPT_RATE = 2_000;
    private static final double SUSTAINED = 10_000;
    private static final double SUSTAINED_STRETCH = 15_000;

    private final Results results;
    private final Scale scale;

    IngestReport(Results results, Scale scale) {
        this.results = results;
        this.scale = scale;
    }

    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        if (!results.accepts().isEmpty()) {
            tables.add(accepts());
        }
        if (!results.sustained().isEmpty()) {
            tables.add(sustained());
        }
        if (!results.accepts().isEmpty() || !results.sustained().isEmpty()) {
            tables.add(cpu());
        }
        if (results.stored() != null) {
            tables.add(bytes(results.stored()));
        }
        if (results.beside() != null) {
            tables.add(beside(results.beside()));
        }
        return tables;
    }

    List<Target> targets() {
        double sustained = results.sustained().stream()
                .mapToDouble(Outcome::committedPerSecond)
                .max()
                .orElse(Double.NaN);
        List<Target> targets = new ArrayList<>();
        for (Outcome accept : results.accepts()) {
            if (accept.scenario().perSecond() == ACCEPT_RATE) {
                targets.add(Target.atMost(
                        "accept p99 at 2,000 events/s, "
                                + accept.scenario().route().name(),
                        ACCEPT_MILLIS,
                        accept.load().latency().p99() / MILLI,
                        " ms"));
            }
        }
        for (Outcome outcome : results.sustained()) {
            targets.add(Target.atLeast(
                            "events/s end to end for %d s, %s"
                                    .formatted(
                                            scale.sustained().toSeconds(),
                                            outcome.scenario().route().name()),
                            SUSTAINED,
                            outcome.committedPerSecond(),
                            "")
                    .withStretch(SUSTAINED_STRETCH));
        }
        if (results.beside() != null && !results.sustained().isEmpty()) {
            targets.add(Target.atLeast(
                    "end to end ÷ a transaction per event",
                    PEER_RATIO,
                    sustained / results.beside().peerPerSecond(),
                    " ×"));
        }
        return targets;
    }

    private Table accepts() {
        return new Table(
                "Accepting single events",
                "Latency of the 202, which comes after the event is synced to Redis' append-only file, from the moment a request"
                        + " was due; the lag is how long the oldest event waited for its effects, looked at twice a second.",
                List.of(
                        new Column("due", "events/s", 0),
                        new Column("accepted", "events/s", 0),
                        new Column("p50", "ms", 2),
                        new Column("p99", "ms", 2),
                        new Column("p99.9", "ms", 2),
                        new Column("lag p50", "ms", 0),
                        new Column("lag max", "ms", 0),
                        new Column("CPU", "µs/event", 0)),
                results.accepts().stream()
                        .map(outcome -> Table.Row.of(
                                outcome.scenario().route().name(),
                                outcome.scenario().perSecond(),
                                outcome.acceptedPerSecond(),
                                outcome.load().latency().p50() / MILLI,
                                outcome.load().latency().p99() / MILLI,
                                outcome.load().latency().p999() / MILLI,
                                outcome.lagMillis(0.5),
                                outcome.lagMillis(1),
                                outcome.spent().cpuMicrosPerEvent()))
                        .toList());
    }

    private Table sustained() {
        return new Table(
                "End to end, batches of " + IngestBench.BATCH,
                "The highest of the rates " + scale.batches()
                        + " at which everything that was due was accepted and committed for "
                        + scale.sustained().toSeconds() + " s and the backlog did not grow.",
                List.of(
                        new Column("due", "events/s", 0),
                        new Column("accepted", "events/s", 0),
                        new Column("committed", "events/s", 0),
                        new Column("backlog before", "events", 0),
                        new Column("backlog after", "events", 0),
                        new Column("lag p50", "ms", 0),
                        new Column("lag max", "ms", 0),
                        new Column("p50 of a batch", "ms", 1),
                        new Column("p99 of a batch", "ms", 1),
                        new Column("events a transaction", "", 0)),
                results.sustained().stream()
                        .map(outcome -> Table.Row.of(
                                outcome.scenario().route().name(),
                                outcome.scenario().perSecond(),
                                outcome.acceptedPerSecond(),
                                outcome.committedPerSecond(),
                                outcome.backlogBefore(),
                                outcome.backlogAfter(),
                                outcome.lagMillis(0.5),
                                outcome.lagMillis(1),
                                outcome.load().latency().p50() / MILLI,
                                outcome.load().latency().p99() / MILLI,
                                outcome.spent().settled() / outcome.spent().transactions()))
                        .toList());
    }

    private Table cpu() {
        return cpu(
                "CPU time per event",
                Stream.concat(
                                results.accepts().stream()
                                        .filter(outcome -> outcome.scenario().perSecond() == ACCEPT_RATE),
                                results.sustained().stream())
                        .toList());
    }

    static Table cpu(String title, List<Outcome> outcomes) {
        List<Column> columns = new ArrayList<>();
        Installation.PROCESSES.forEach(process -> columns.add(new Column(process, "µs", 1)));
        columns.add(new Column("sum", "µs", 1));
        return new Table(
                title,
                "User and system time of each process ÷ events committed meanwhile. PostgreSQL's processes together, those"
                        + " that ended among them.",
                columns,
                outcomes.stream()
                        .map(outcome -> new Table.Row(
                                "%s at %,.0f/s"
                                        .formatted(
                                                outcome.scenario().name(),
                                                outcome.scenario().perSecond()),
                                cpu(outcome.spent())))
                        .toList());
    }

    private static List<@Nullable Double> cpu(Reading spent) {
        List<@Nullable Double> figures = new ArrayList<>();
        Installation.PROCESSES.forEach(process -> figures.add(spent.cpuMicrosPerEvent(process)));
        figures.add(spent.cpuMicrosPerEvent());
        return figures;
    }

    private static Table bytes(IngestBench.Stored stored) {
        double events = stored.spent().settled();
        List<Table.Row> rows = new ArrayList<>();
        for (StoredEvents.Size after : stored.after()) {
            StoredEvents.Size before = stored.before().stream()
                    .filter(size -> size.table().equals(after.table()))
                    .min(Comparator.comparing(StoredEvents.Size::table))
                    .orElseThrow();
            double of = (after.rows() - before.rows()) / events;
            double indexes = (after.indexes() - before.indexes()) / events;
            rows.add(Table.Row.of("PostgreSQL, table " + after.table(), of, indexes, of + indexes));
        }
        double wal = stored.spent().walBytes() / events;
        rows.add(Table.Row.of("PostgreSQL, write-ahead log", null, null, wal));
        double appendOnly = stored.spent().appendOnlyBytes() / events;
        rows.add(Table.Row.of("Redis, append-only file", null, null, appendOnly > 0 ? appendOnly : null));
        return new Table(
                "Bytes per event",
                "Growth ÷ events committed, over the batches. Redis writes its file anew when it has doubled: no figure where that"
                        + " came in between. What is processed is trimmed from Redis after a minute.",
                List.of(new Column("rows", "B", 0), new Column("indexes", "B", 0), new Column("in all", "B", 0)),
                rows);
    }

    private static Table beside(IngestBench.Beside beside) {
        return new Table(
                "Beside it, on the same stores",
                "Pipelined: the same entries by one client without HTTP, validation, quotas or processing, each synced: the limit of"
                        + " accepting. The transaction: claim, event, fact, message in the outbox, commit; the best of "
                        + IngestBench.PEER_CONNECTIONS + " connections.",
                List.of(new Column("", "events/s", 0), new Column("connections", "", 0)),
                List.of(
                        Table.Row.of("pipelined XADD", beside.appendsPerSecond(), 1.0),
                        Table.Row.of("a transaction of four statements per event", beside.peerPerSecond(), (double)
                                beside.peerConnections())));
    }
}
