package io.breakwater.ingest.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.event.EventReader;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.role.Role;
import io.breakwater.ingest.role.RoleConfig;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.EventStream;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts this process's worker with the service and stops it in order. */
@ApplicationScoped
class WorkerLifecycle {

    private final RoleConfig roles;
    private final WorkerConfig config;
    private final EventStream stream;
    private final Transactions transactions;
    private final Effects effects;
    private final Admission admission;
    private final EventReader reader;
    private final ObjectMapper json;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private volatile @Nullable Worker worker;

    WorkerLifecycle(
            RoleConfig roles,
            WorkerConfig config,
            EventStream stream,
            Transactions transactions,
            Effects effects,
            Admission admission,
            EventReader reader,
            ObjectMapper json,
            WorkerMetrics metrics,
            Clock clock) {
        this.roles = roles;
        this.config = config;
        this.stream = stream;
        this.transactions = transactions;
        this.effects = effects;
        this.admission = admission;
        this.reader = reader;
        this.json = json;
        this.metrics = metrics;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent started) {
        metrics.watch(
                () -> worker().map(Worker::partitions).orElse(0),
                () -> worker().map(Worker::lagSeconds).orElse(0.0));
        start();
    }

    void onStop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stop();
    }

    /** Starts a worker unless one runs or this process is not to have one. */
    void start() {
        if (roles.roles().contains(Role.WORKER) && worker == null) {
            Worker started = newWorker(config, UUID.randomUUID());
            started.start();
            worker = started;
        }
    }

    void stop() throws InterruptedException {
        Worker running = worker;
        worker = null;
        if (running != null) {
            running.stop();
        }
    }

    /** The worker of this process; empty when it has none. */
    Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    /** A worker of its own, not started. */
    Worker newWorker(WorkerConfig settings, UUID id) {
        return newWorker(settings, id, clock);
    }

    /** The same, which is told the time by another clock. */
    Worker newWorker(WorkerConfig settings, UUID id, Clock time) {
        StopSignal stop = new StopSignal();
        LeaseTable leases = new LeaseTable(transactions, id, settings.leaseTtl());
        EntryDecoder decoder = new EntryDecoder(reader, json);
        BatchProcessor processor =
                new BatchProcessor(transactions, effects, admission, leases, decoder, metrics, settings, stop);
        LeaseKeeper keeper = new LeaseKeeper(leases);
        Drain drain = new Drain(settings, stream, keeper, processor, metrics);
        return new Worker(settings, stream, keeper, drain, time, stop);
    }
}
