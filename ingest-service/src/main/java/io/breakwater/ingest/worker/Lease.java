package io.breakwater.ingest.worker;

import io.breakwater.ingest.stream.StreamPosition;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a partition, as its row said when it was last read or written.
 *
 * @param epoch grows with every owner; a batch commits only under the present one
 * @param generation grows whenever the log was found lost
 * @param lastId up to where effects are committed; null for the partition's beginning
 */
record Lease(
        int partition, long epoch, int generation, @Nullable StreamPosition lastId) {

    Lease at(StreamPosition position) {
        return new Lease(partition, epoch, generation, position);
    }
}
