package io.breakwater.admin.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job and its steps, as they were read.
 *
 * @param requestedBy the administrator; null for what the service does by itself
 * @param replays the entry of the erasure ledger that this does again; null for none
 * @param nextTryAt when it goes on, at the earliest
 * @param finishedAt when it was done or given up; null before
 */
public record Job(
        UUID id,
        JobKind kind,
        Subject subject,
        @Nullable UUID requestedBy,
        Instant requestedAt,
        @Nullable UUID replays,
        JobState state,
        Instant nextTryAt,
        @Nullable Instant finishedAt,
        List<StepRecord> steps) {

    public Job {
        steps = List.copyOf(steps);
    }

    /** Whether it has ended, one way or the other. */
    public boolean hasEnded() {
        return switch (state) {
            case QUEUED, RUNNING -> false;
            case DONE, FAILED -> true;
        };
    }
}
