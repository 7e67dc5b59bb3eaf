package io.breakwater.ingest.worker;

import io.breakwater.ingest.event.EventState;
import io.breakwater.ingest.fact.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts what the worker did. */
@ApplicationScoped
class WorkerMetrics {

    private final MeterRegistry meters;
    private final Map<EventState, Counter> settled = new EnumMap<>(EventState.class);
    private final Counter fenced;
    private final Counter lost;
    private final Counter newer;

    WorkerMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (EventState state : EventState.values()) {
            if (state != EventState.ACCEPTED) {
                settled.put(
                        state,
                        Counter.builder("breakwater.ingest.settled")
                                .description("Events that reached a terminal state through the stream")
                                .tag("state", state.wireName())
                                .register(meters));
            }
        }
        fenced = Counter.builder("breakwater.ingest.fenced")
                .description("Batches rolled back because the partition had another owner or position")
                .register(meters);
        lost = Counter.builder("breakwater.ingest.stream.lost")
                .description("Times that a partition's log was found lost or replaced: acknowledged events may be gone")
                .register(meters);
        newer = Counter.builder("breakwater.ingest.stream.newer.version")
                .description("Times that an entry was met which only a newer version reads")
                .register(meters);
    }

    void settled(List<Settled> rows) {
        for (Settled row : rows) {
            Counter counter = settled.get(row.outcome().state());
            if (counter != null) {
                counter.increment();
            }
        }
    }

    void fenced() {
        fenced.increment();
    }

    void lost() {
        lost.increment();
    }

    void newerVersion() {
        newer.increment();
    }

    /** What the worker of this process owns, and how long its oldest waiting event has waited. */
    void watch(Supplier<Number> partitions, Supplier<Number> lagSeconds) {
        Gauge.builder("breakwater.ingest.worker.partitions", partitions)
                .description("Partitions that this worker owns")
                .register(meters);
        Gauge.builder("breakwater.ingest.worker.lag", lagSeconds)
                .description("Age of the oldest event waiting in this worker's partitions")
                .baseUnit("seconds")
                .register(meters);
    }
}
