package io.breakwater.admin.seal;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a chain at one moment.
 *
 * @param sealedSequence up to which entry the chain's head says that it is sealed; 0 when it is not
 * @param checkpoints all that there are, also of days that were dropped; oldest first
 */
record Seals(long sealedSequence, List<Checkpoint> checkpoints) {

    /** The newest checkpoint; null when there is none. */
    @Nullable
    Checkpoint newest() {
        return checkpoints.isEmpty() ? null : checkpoints.getLast();
    }

    /** Up to which entry the checkpoints go. */
    long lastSequence() {
        return checkpoints.isEmpty() ? 0 : checkpoints.getLast().lastSequence();
    }

    /**
     * The checkpoint that a walk begins behind: the newest before a day, but never before what was dropped, as nothing is
     * there.
     *
     * @param from null for all that is kept
     */
    Optional<Checkpoint> base(@Nullable LocalDate from) {
        return checkpoints.stream()
                .filter(one ->
                        one.droppedAt() != null || (from != null && one.day().isBefore(from)))
                .reduce((_, later) -> later);
    }
}
