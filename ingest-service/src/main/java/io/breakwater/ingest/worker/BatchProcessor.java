package io.breakwater.ingest.worker;

import io.breakwater.ingest.event.Admission;
import io.breakwater.ingest.fact.Arrival;
import io.breakwater.ingest.fact.Death;
import io.breakwater.ingest.fact.Effects;
import io.breakwater.ingest.fact.Refunds;
import io.breakwater.ingest.fact.Settled;
import io.breakwater.ingest.sql.SqlFault;
import io.breakwater.ingest.sql.Transactions;
import io.breakwater.ingest.stream.StreamEntry;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches of entries with their effects and the new positions, trying for as long as it takes: while PostgreSQL is
 * away it waits, a batch with data that does not fit is halved, and a single entry that is refused every time is buried.
 * Blocks; thread-safe.
 */
final class BatchProcessor {

    private static final Logger LOG = Logger.getLogger(BatchProcessor.class);

    private final Transactions transactions;
    private final Effects effects;
    private final Admission admission;
    private final LeaseTable leases;
    private final EntryDecoder decoder;
    private final WorkerMetrics metrics;
    private final WorkerConfig config;
    private final StopSignal stop;

    BatchProcessor(
            Transactions transactions,
            Effects effects,
            Admission admission,
            LeaseTable leases,
            EntryDecoder decoder,
            WorkerMetrics metrics,
            WorkerConfig config,
            StopSignal stop) {
        this.transactions = transactions;
        this.effects = effects;
        this.admission = admission;
        this.leases = leases;
        this.decoder = decoder;
        this.metrics = metrics;
        this.config = config;
        this.stop = stop;
    }

    /**
     * Brings portions of some partitions to their terminal states in one transaction. Where that cannot be, because this
     * worker is fenced off from one of them or an event does not fit, each partition goes by itself.
     *
     * @return by partition the lease at the position reached, as of {@link #process(Lease, List)}; without those that this
     *     worker is fenced off from
     */
    Map<Integer, Lease> process(List<Portion> portions) {
        Map<Integer, Lease> reached = new HashMap<>();
        if (portions.size() > 1 && attempt(portions) == Result.DONE) {
            portions.forEach(portion -> reached.put(portion.lease().partition(), portion.reached()));
            return reached;
        }
        for (Portion portion : portions) {
            Lease lease = process(portion.lease(), portion.entries());
            if (lease != null) {
                reached.put(lease.partition(), lease);
            }
        }
        return reached;
    }

    /**
     * Brings entries that follow the lease's position to their terminal states, in order.
     *
     * @return the lease at the position reached, which is short of the last entry only when it is time to stop; null when
     *     this worker is fenced off
     */
    @Nullable
    Lease process(Lease lease, List<StreamEntry> entries) {
        Deque<List<StreamEntry>> open = new ArrayDeque<>();
        open.push(entries);
        Lease at = lease;
        while (!open.isEmpty() && !stop.isStopped()) {
            Portion batch = new Portion(at, open.pop());
            switch (attempt(List.of(batch))) {
                case DONE -> at = batch.reached();
                case FENCED -> {
                    metrics.fenced();
                    return null;
                }
                case REFUSED -> {
                    int middle = batch.entries().size() / 2;
                    open.push(batch.entries().subList(middle, batch.entries().size()));
                    open.push(batch.entries().subList(0, middle));
                }
                case STOPPED -> {
                    return at;
                }
            }
        }
        return at;
    }

    private enum Result {
        DONE,
        FENCED,
        /** More than one entry, of which at least one does not fit. */
        REFUSED,
        STOPPED
    }

    private Result attempt(List<Portion> portions) {
        List<StreamEntry> entries =
                portions.stream().flatMap(portion -> portion.entries().stream()).toList();
        List<Arrival> arrivals = entries.stream()
                .filter(entry -> !entry.isMarker())
                .map(decoder::decode)
                .toList();
        Backoff backoff = new Backoff(config.retryMin(), config.retryMax());
        int refusals = 0;
        boolean said = false;
        while (!stop.isStopped()) {
            try {
                commit(portions, arrivals);
                return Result.DONE;
            } catch (Fenced e) {
                return Result.FENCED;
            } catch (SQLException e) {
                if (SqlFault.of(e) == SqlFault.DATA) {
                    if (entries.size() > 1) {
                        return Result.REFUSED;
                    }
                    if (++refusals >= config.attempts()) {
                        LOG.errorf(e, "Event %s is dead", arrivals.getFirst().eventId());
                        arrivals = List.of(bury(entries.getFirst(), arrivals.getFirst(), e));
                        continue; // What is new needs no wait, and the partition has waited long enough.
                    }
                } else if (!said) {
                    LOG.errorf(
                            e,
                            "Partitions %s cannot be committed; it is tried again until they can",
                            portions.stream()
                                    .map(portion -> portion.lease().partition())
                                    .toList());
                    said = true;
                }
                stop.pause(backoff.nextMillis());
            }
        }
        return Result.STOPPED;
    }

    /** What the database refuses is dead; when it refuses that as well, the dead is kept without its content. */
    private Arrival bury(StreamEntry entry, Arrival refused, SQLException cause) {
        return refused instanceof Arrival.Dead dead
                ? dead.withoutContent()
                : decoder.dead(
                        entry, Death.of(Death.STORAGE_REFUSED, "refused by the database: " + SqlFault.state(cause)));
    }

    private void commit(List<Portion> portions, List<Arrival> arrivals) throws SQLException {
        List<Settled> settled = transactions.run(connection -> {
            if (!leases.advance(connection, portions)) {
                throw new Fenced();
            }
            return effects.apply(connection, arrivals);
        });
        effects.committed();
        admission.refunded(Refunds.days(settled));
        metrics.settled(settled);
    }
}
