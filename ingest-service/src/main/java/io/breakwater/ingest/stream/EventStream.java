package io.breakwater.ingest.stream;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The log of accepted events. Every method fails with {@link StreamUnavailableException} when Redis does. */
public interface EventStream {

    /** Appends at the end of a partition and says where. Never blocks. */
    Future<StreamPosition> append(int partition, NewEntry entry);

    /**
     * Appends an entry that is no event and says where: whoever has read up to there has read all before it, and when that is
     * trimmed, nothing of it is left in Redis. Never blocks.
     */
    Future<StreamPosition> mark(int partition);

    /** Every answer that {@link #append} gets carries this: how safe the entry is. */
    Durability durability();

    /** The entry at a position, or null. Blocks. */
    @Nullable
    StreamEntry find(int partition, StreamPosition position);

    /**
     * The first position after each given one, for the partitions that have any; one round trip. Blocks.
     *
     * @param after the position per partition; null for the partition's beginning
     */
    Map<Integer, StreamPosition> firstAfter(SequencedMap<Integer, @Nullable StreamPosition> after);

    /**
     * Up to {@code count} entries after a position, in order. Blocks.
     *
     * @param after null for the partition's beginning
     * @return null when the log no longer holds the entry at {@code after}: it was lost, replaced or cut off
     */
    @Nullable
    List<StreamEntry> read(int partition, @Nullable StreamPosition after, int count);

    /**
     * Up to {@code count} entries of each partition after its position, in order; one round trip. Blocks.
     *
     * @param after the position per partition; null for the partition's beginning
     * @return by partition, without those of which {@link #read(int, StreamPosition, int)} would return null
     */
    Map<Integer, List<StreamEntry>> read(SequencedMap<Integer, @Nullable StreamPosition> after, int count);

    /** Those of the given partitions whose log no longer holds the entry at its position; one round trip. Blocks. */
    List<Integer> lost(SequencedMap<Integer, StreamPosition> positions);

    /**
     * Drops the entries before a position, never the one at it. Blocks.
     *
     * @return how many were dropped
     */
    long trimBefore(int partition, StreamPosition position);

    /** The same for each of some partitions; one round trip. Blocks. */
    void trimBefore(SequencedMap<Integer, StreamPosition> positions);
}
