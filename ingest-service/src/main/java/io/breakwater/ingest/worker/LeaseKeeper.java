package io.breakwater.ingest.worker;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps a worker's share of the partitions: renews at a third of the lease's time, drops what was lost, gives back what
 * is too much and takes over what is free. {@link #tick()} is called by one thread; the holdings are read by any.
 */
final class LeaseKeeper {

    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final LeaseTable leases;
    private final Map<Integer, Holding> holdings = new ConcurrentHashMap<>();

    /** Until when, by {@link System#nanoTime()}: a clock may be set back. */
    private final Map<Integer, Long> avoided = new ConcurrentHashMap<>();

    LeaseKeeper(LeaseTable leases) {
        this.leases = leases;
    }

    Collection<Holding> holdings() {
        return holdings.values();
    }

    void tick() throws SQLException {
        leases.renew();
        reconcile(leases.owned());
        int share = leases.fairShare();
        if (holdings.size() > share) {
            giveBack(holdings.size() - share);
        } else if (holdings.size() < share) {
            avoided.values().removeIf(until -> System.nanoTime() - until > 0);
            for (Lease lease : leases.acquire(share - holdings.size(), avoided.keySet())) {
                holdings.put(lease.partition(), new Holding(lease));
            }
        }
    }

    /** A batch found the partition not as expected: it goes on from where the row stands, if it is still ours. */
    void reload(Holding holding) throws SQLException {
        for (Lease lease : leases.owned()) {
            if (lease.partition() == holding.partition()
                    && lease.epoch() == holding.lease().epoch()) {
                holding.lease(lease);
                return;
            }
        }
        drop(holding);
    }

    /** The log was lost: starts from its beginning, if the partition is still ours. */
    boolean startGeneration(Holding holding) throws SQLException {
        Lease renewed = leases.newGeneration(holding.lease());
        if (renewed == null) {
            reload(holding);
            return false;
        }
        holding.lease(renewed);
        return true;
    }

    /** Leaves a partition to others, and does not take it over again for a while. */
    void leave(Holding holding, Duration pause) throws SQLException {
        avoided.put(holding.partition(), System.nanoTime() + pause.toNanos());
        drop(holding);
        leases.release(List.of(holding.partition()));
    }

    /** Gives everything back, so that others go on at once. */
    void stop() {
        List<Integer> partitions = List.copyOf(holdings.keySet());
        holdings.clear();
        try {
            leases.release(partitions);
            leases.retire();
        } catch (SQLException e) {
            LOG.warn("The leases could not be given back; they expire by themselves", e);
        }
    }

    private void drop(Holding holding) {
        holdings.remove(holding.partition(), holding);
    }

    /** Drops what another worker has taken over; a holding of another epoch is not ours any more. */
    private void reconcile(List<Lease> owned) {
        Map<Integer, Lease> rows = new HashMap<>();
        owned.forEach(lease -> rows.put(lease.partition(), lease));
        for (Holding holding : List.copyOf(holdings.values())) {
            Lease row = rows.remove(holding.partition());
            if (row == null || row.epoch() != holding.lease().epoch()) {
                LOG.warnf("Partition %d was taken over by another worker", holding.partition());
                drop(holding);
            }
        }
        // Rows of ours without a holding: dropped before, and nobody has taken them over.
        rows.values().stream()
                .filter(lease -> !avoided.containsKey(lease.partition()))
                .forEach(lease -> holdings.put(lease.partition(), new Holding(lease)));
    }

    private void giveBack(int surplus) throws SQLException {
        List<Integer> given = new ArrayList<>();
        for (Holding holding : List.copyOf(holdings.values())) {
            // Claimed and never freed: nobody works on it any more.
            if (given.size() < surplus && holding.claim()) {
                drop(holding);
                given.add(holding.partition());
            }
        }
        if (!given.isEmpty()) {
            leases.release(given);
        }
    }
}
