package io.breakwater.admin.ledger;

import io.breakwater.admin.job.Subject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One erasure.
 *
 * @param subject of which a participant's id is not known, only the hash
 * @param completedAt when it was done; null when it is not known to be
 */
record LedgerEntry(
        UUID erasure,
        Subject subject,
        Instant requestedAt,
        @Nullable Instant completedAt) {

    boolean isComplete() {
        return completedAt != null;
    }

    /** Both that are known of one erasure as one: done if either says so, and up to the later time. */
    static LedgerEntry merged(LedgerEntry one, LedgerEntry other) {
        return new LedgerEntry(
                one.erasure(),
                one.subject(),
                one.requestedAt().isAfter(other.requestedAt()) ? one.requestedAt() : other.requestedAt(),
                one.isComplete() ? one.completedAt() : other.completedAt());
    }
}
