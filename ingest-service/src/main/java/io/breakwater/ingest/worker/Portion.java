package io.breakwater.ingest.worker;

import io.breakwater.ingest.stream.StreamEntry;
import java.util.List;

/**
 * Entries of one partition that are to be settled together.
 *
 * @param lease whose position they follow
 * @param entries at least one, in their order
 */
record Portion(Lease lease, List<StreamEntry> entries) {

    /** Where the partition stands once they are settled. */
    Lease reached() {
        return lease.at(entries.getLast().position());
    }
}
