package io.breakwater.ingest.worker;

import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamPosition;
import io.breakwater.ingest.stream.StreamUnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One worker: a thread that keeps its leases, a thread that looks for work, and a virtual thread for each transaction, which
 * takes from several partitions. Any number may run, in one process or many.
 */
final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final WorkerConfig config;
    private final EventStream stream;
    private final LeaseKeeper keeper;
    private final Drain drain;
    private final Clock clock;
    private final StopSignal stop;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots;

    /** Has a permit when there is surely more to do. */
    private final Semaphore again = new Semaphore(0);

    /** Whether the last look found more than there were slots for. */
    private volatile boolean behind;

    private volatile Instant lastLook;
    private volatile Instant lastKept;

    Worker(WorkerConfig config, EventStream stream, LeaseKeeper keeper, Drain drain, Clock clock, StopSignal stop) {
        this.config = config;
        this.stream = stream;
        this.keeper = keeper;
        this.drain = drain;
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
        again.release();
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

    /**
     * Waits that long, and less only when there is surely more to do: events that trickle in are so gathered into few
     * transactions, which cost far more than their events.
     */
    private void awaitWork(long millis) throws InterruptedException {
        if (again.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            again.drainPermits();
        }
    }

    /**
     * Starts work on idle partitions that have some, as far as there are free slots, first where an event has waited longest, so
     * that none starves while others are always full; says whether there is any. No slot takes more than its share of
     * the partitions, so that the others are not left without work.
     */
    private boolean dispatch() {
        if (slots.availablePermits() == 0) {
            behind = true;
            return true;
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
        Deque<Holding> longestFirst = waiting.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> idle.get(entry.getKey()))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayDeque::new));
        int share = Math.min(config.batchSize(), Math.ceilDiv(keeper.holdings().size(), config.concurrency()));
        while (!longestFirst.isEmpty() && slots.tryAcquire()) {
            List<Holding> claimed = claim(longestFirst, share);
            if (claimed.isEmpty()) {
                slots.release();
            } else {
                threads.execute(() -> work(claimed));
            }
        }
        behind = !longestFirst.isEmpty();
        return !waiting.isEmpty();
    }

    private static List<Holding> claim(Deque<Holding> wanted, int most) {
        List<Holding> claimed = new ArrayList<>();
        while (!wanted.isEmpty() && claimed.size() < most) {
            Holding holding = wanted.pop();
            if (holding.claim()) {
                claimed.add(holding);
            }
        }
        return claimed;
    }

    private void work(List<Holding> claimed) {
        boolean more = false;
        try {
            more = drain.once(claimed);
        } catch (StreamUnavailableException e) {
            LOG.debug("The log went away while it was read", e);
        } catch (SQLException e) {
            LOG.warnf(e, "Partitions %s could not be settled; it is tried again", partitions(claimed));
            stop.pause(config.retryMin().toMillis());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Partitions %s cannot be processed; it is tried again", partitions(claimed));
            stop.pause(config.retryMax().toMillis());
        } finally {
            claimed.forEach(Holding::free);
            slots.release();
            if (more || behind) {
                again.release();
            }
        }
    }

    private static List<Integer> partitions(List<Holding> holdings) {
        return holdings.stream().map(Holding::partition).toList();
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
            for (Integer partition : stream.lost(positions)) {
                positions.remove(partition);
                Holding holding = claimed.get(partition);
                if (holding != null) {
                    drain.startGeneration(holding);
                }
            }
            positions.replaceAll((_, committed) -> trimmable(committed));
            stream.trimBefore(positions);
        } catch (SQLException e) {
            LOG.warn("A lost log could not be noted; it is tried again", e);
        } finally {
            claimed.values().forEach(Holding::free);
        }
    }

    /** Up to where entries may go: never beyond what is committed. */
    private StreamPosition trimmable(StreamPosition committed) {
        StreamPosition recent =
                new StreamPosition(clock.instant().minus(config.retention()).toEpochMilli(), 0);
        return committed.compareTo(recent) < 0 ? committed : recent;
    }
}
