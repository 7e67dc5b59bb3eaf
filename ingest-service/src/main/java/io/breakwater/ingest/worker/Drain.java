package io.breakwater.ingest.worker;

import io.breakwater.ingest.stream.EventStream;
import io.breakwater.ingest.stream.StreamEntry;
import io.breakwater.ingest.stream.StreamPosition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes what waits in some partitions to PostgreSQL. Blocks; thread-safe, as each partition is claimed by one thread at a time. */
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final WorkerConfig config;
    private final EventStream stream;
    private final LeaseKeeper keeper;
    private final BatchProcessor processor;
    private final WorkerMetrics metrics;

    Drain(
            WorkerConfig config,
            EventStream stream,
            LeaseKeeper keeper,
            BatchProcessor processor,
            WorkerMetrics metrics) {
        this.config = config;
        this.stream = stream;
        this.keeper = keeper;
        this.processor = processor;
        this.metrics = metrics;
    }

    /**
     * Settles up to a batch of what waits in the partitions, in one transaction unless they have to go by themselves.
     *
     * @param claimed by the caller, who frees them; those that are given away are not among its worker's holdings any more
     * @return whether more is left of what was looked at
     */
    boolean once(List<Holding> claimed) throws SQLException {
        SequencedMap<Integer, @Nullable StreamPosition> positions = new LinkedHashMap<>();
        claimed.forEach(
                holding -> positions.put(holding.partition(), holding.lease().lastId()));
        int most = Math.max(1, config.batchSize() / claimed.size());
        Map<Integer, List<StreamEntry>> read = stream.read(positions, most);
        List<Portion> portions = new ArrayList<>();
        for (Holding holding : claimed) {
            List<StreamEntry> entries = read.get(holding.partition());
            if (entries == null) {
                startGeneration(holding);
                continue;
            }
            int readable = readable(entries);
            if (readable > 0) {
                portions.add(new Portion(holding.lease(), entries.subList(0, readable)));
            } else if (!entries.isEmpty()) {
                metrics.newerVersion();
                LOG.warnf("Partition %d holds an entry of a newer version; it is left to others", holding.partition());
                keeper.leave(holding, config.newerVersionPause());
            }
        }
        settle(claimed, portions);
        return portions.stream().anyMatch(portion -> portion.entries().size() == most);
    }

    private void settle(List<Holding> claimed, List<Portion> portions) throws SQLException {
        Map<Integer, Lease> reached = processor.process(portions);
        for (Portion portion : portions) {
            int partition = portion.lease().partition();
            Holding holding = claimed.stream()
                    .filter(candidate -> candidate.partition() == partition)
                    .findFirst()
                    .orElseThrow();
            Lease lease = reached.get(partition);
            if (lease == null) {
                LOG.warnf("Partition %d moved on without this worker", partition);
                keeper.reload(holding);
            } else {
                holding.lease(lease);
            }
        }
    }

    private static int readable(List<StreamEntry> entries) {
        int readable = 0;
        while (readable < entries.size() && !entries.get(readable).isNewer()) {
            readable++;
        }
        return readable;
    }

    /** Goes on from the beginning of a partition whose log is not the one that it was. */
    void startGeneration(Holding holding) throws SQLException {
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
