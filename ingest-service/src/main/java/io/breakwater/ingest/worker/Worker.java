package io.breakwater.ingest.worker;

import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.ingest.stream.StreamUnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One worker: a thread that keeps its leases, a thread that looks for work, and a virtual thread for each partition that
 * has some. Any number may run, in one process or many.
 */
final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final WorkerConfig config;
    private final EventStream stream;
    private final LeaseKeeper keeper;
    private final BatchProcessor processor;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private final StopSignal stop;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots;
    private final Semaphore finished = new Semaphore(0);
    private volatile Instant lastLook;
    private volatile Instant lastKept;

    Worker(
            WorkerConfig config,
            EventStream stream,
            LeaseKeeper keeper,
            BatchProcessor processor,
            WorkerMetrics metrics,
            Clock clock,
            StopSignal stop) {
        this.config = config;
        this.stream = stream;
        this.keeper = keeper;
        this.processor = processor;
        this.metrics = metrics;
        this.clock = clock;
        this.stop = stop;
        this.slots = new Semaphore(config.concurrency());
        this.lastLook = clock.instant();
        this.lastKept = clock.instant();
    }

    void start() {
        threads.execute(this::keepLeases);
        threads.execute(this::lookForWork);
    }

    /** Finishes the batches that are being committed, within a bound, and gives the leases back. */
    void stop() throws InterruptedException {
        stop.stop();
        finished.release();
        threads.shutdown();
        if (!threads.awaitTermination(config.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Some batches did not end in time; their transactions are left to PostgreSQL");
            threads.shutdownNow();
        }
        keeper.stop();
    }

    /** When both threads last went round. */
    Instant lastSign() {
        return lastLook.isBefore(lastKept) ? lastLook : lastKept;
    }

    int partitions() {
        return keeper.holdings().size();
    }

    /** How long the oldest event in this worker's partitions has waited; 0 when none waits. */
    double lagSeconds() {
        long now = clock.millis();
        return keeper.holdings().stream()
                        .map(Holding::waitingSince)
                        .mapToLong(since -> since == null ? 0 : Math.max(0, now - since))
                        .max()
                        .orElse(0)
                / 1000.0;
    }

    private void keepLeases() {
        boolean failing = false;
        do {
            try {
                keeper.tick();
                failing = false;
            } catch (SQLException | RuntimeException e) {
                if (!failing) {
                    LOG.error("Leases cannot be kept; it is tried again until they can", e);
                    failing = true;
                }
            }
            lastKept = clock.instant();
        } while (stop.pause(config.leaseTtl().dividedBy(3).toMillis()));
    }

    private void lookForWork() {
        Backoff idle = new Backoff(config.idleMin(), config.idleMax());
        Backoff failure = new Backoff(config.retryMin(), config.retryMax());
        // Not by the clock, which may be set back.
        long lastUpkeep = System.nanoTime() - config.upkeep().toNanos();
        while (!stop.isStopped()) {
            lastLook = clock.instant();
            try {
                if (System.nanoTime() - lastUpkeep >= config.upkeep().toNanos()) {
                    upkeep();
                    lastUpkeep = System.nanoTime();
                }
                if (dispatch()) {
                    idle.reset();
                }
                failure.reset();
                awaitWork(idle.nextMillis());
            } catch (StreamUnavailableException e) {
                LOG.warnf("The log cannot be read; it is tried again until it can: %s", e.getMessage());
                stop.pause(failure.nextMillis());
            } catch (RejectedExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("Looking for work failed; it is tried again", e);
                stop.pause(failure.nextMillis());
            }
        }
    }

    /** Waits until a partition was finished, or that long. */
    private void awaitWork(long millis) throws InterruptedException {
        if (finished.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            finished.drainPermits();
        }
    }

    /**
     * Starts work on idle partitions that have some, as far as there are free slots, first where an event has waited longest, so
     * that none starves while others are always full; says whether there was any.
     */
    private boolean dispatch() {
        if (slots.availablePermits() == 0) {
            return false;
        }
        Map<Integer, Holding> idle = new LinkedHashMap<>();
        SequencedMap<Integer, @Nullable StreamPosition> positions = new LinkedHashMap<>();
        for (Holding holding : keeper.holdings()) {
            if (!holding.isBusy()) {
                idle.put(holding.partition(), holding);
                positions.put(holding.partition(), holding.lease().lastId());
            }
        }
        Map<Integer, StreamPosition> waiting = positions.isEmpty() ? Map.of() : stream.firstAfter(positions);
        idle.forEach((partition, holding) -> {
            StreamPosition first = waiting.get(partition);
            holding.waitingSince(first == null ? null : first.millis());
        });
        List<Integer> longestFirst = waiting.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        for (Integer partition : longestFirst) {
            Holding holding = idle.get(partition);
            if (holding != null && slots.tryAcquire()) {
                if (holding.claim()) {
                    threads.execute(() -> work(holding));
                } else {
                    slots.release();
                }
            }
        }
        return !waiting.isEmpty();
    }

    private void work(Holding holding) {
        boolean free = true;
        try {
            free = workOnce(holding);
        } catch (StreamUnavailableException e) {
            LOG.debug("The log went away while it was read", e);
        } catch (SQLException e) {
            LOG.warnf(e, "Partition %d could not be settled; it is tried again", holding.partition());
            stop.pause(config.retryMin().toMillis());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Partition %d cannot be processed; it is tried again", holding.partition());
            stop.pause(config.retryMax().toMillis());
        } finally {
            slots.release();
            if (free) {
                holding.free();
            }
            finished.release();
        }
    }

    /** One batch, so that partitions take turns. Says whether the holding may be worked on again. */
    private boolean workOnce(Holding holding) throws SQLException {
        Lease lease = holding.lease();
        List<StreamEntry> entries = stream.read(lease.partition(), lease.lastId(), config.batchSize());
        if (entries == null) {
            startGeneration(holding);
            return true;
        }
        int readable = readable(entries);
        if (readable == 0 && !entries.isEmpty()) {
            metrics.newerVersion();
            LOG.warnf("Partition %d holds an entry of a newer version; it is left to others", lease.partition());
            keeper.leave(holding, config.newerVersionPause());
            return false;
        }
        if (readable > 0) {
            Lease reached = processor.process(lease, entries.subList(0, readable));
            if (reached == null) {
                LOG.warnf("Partition %d moved on without this worker", lease.partition());
                keeper.reload(holding);
            } else {
                holding.lease(reached);
            }
        }
        return true;
    }

    private static int readable(List<StreamEntry> entries) {
        int readable = 0;
        while (readable < entries.size() && !entries.get(readable).isNewer()) {
            readable++;
        }
        return readable;
    }

    /** Looks for logs that were lost while nothing arrived, and trims the others. */
    private void upkeep() {
        SequencedMap<Integer, StreamPosition> positions = new LinkedHashMap<>();
        Map<Integer, Holding> claimed = new LinkedHashMap<>();
        for (Holding holding : keeper.holdings()) {
            StreamPosition lastId = holding.lease().lastId();
            if (lastId != null && holding.claim()) {
                positions.put(holding.partition(), lastId);
                claimed.put(holding.partition(), holding);
            }
        }
        try {
            List<Integer> lost = stream.lost(positions);
            for (Map.Entry<Integer, StreamPosition> entry : positions.entrySet()) {
                Holding holding = claimed.get(entry.getKey());
                if (holding != null && lost.contains(entry.getKey())) {
                    startGeneration(holding);
                } else {
                    trim(entry.getKey(), entry.getValue());
                }
            }
        } catch (SQLException e) {
            LOG.warn("A lost log could not be noted; it is tried again", e);
        } finally {
            claimed.values().forEach(Holding::free);
        }
    }

    private void trim(int partition, StreamPosition committed) {
        StreamPosition recent =
                new StreamPosition(clock.instant().minus(config.retention()).toEpochMilli(), 0);
        stream.trimBefore(partition, committed.compareTo(recent) < 0 ? committed : recent);
    }

    private void startGeneration(Holding holding) throws SQLException {
        Lease before = holding.lease();
        if (keeper.startGeneration(holding)) {
            metrics.lost();
            LOG.errorf(
                    "Partition %d: the log was lost or replaced; events acknowledged after %s may be gone. Going on from"
                            + " its beginning as generation %d",
                    before.partition(), before.lastId(), holding.lease().generation());
        }
    }
}
