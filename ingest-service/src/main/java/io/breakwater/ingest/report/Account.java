package io.breakwater.ingest.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted, and what is in flight.
 *
 * @param inFlight by tenant and environment
 * @param complete whether all that is in flight was looked at
 */
record Account(Ledgers.Snapshot snapshot, Map<String, Long> inFlight, boolean complete) {

    long count(String state) {
        return snapshot.counts().getOrDefault(state, 0L);
    }

    long waiting() {
        return inFlight.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every event once. */
    long accepted() {
        Long lost = unaccounted();
        return snapshot.settled() + waiting() + (lost == null ? 0 : lost);
    }

    /** Of each tenant and environment on its own, so that what is too many in one hides nothing in another. */
    @Nullable
    Long unaccounted() {
        if (!complete) {
            return null;
        }
        return snapshot.open().entrySet().stream()
                .mapToLong(open -> Math.max(0, open.getValue() - inFlight.getOrDefault(open.getKey(), 0L)))
                .sum();
    }

    @Nullable
    Boolean balanced() {
        Long lost = unaccounted();
        return lost == null ? null : Boolean.valueOf(lost == 0);
    }
}
