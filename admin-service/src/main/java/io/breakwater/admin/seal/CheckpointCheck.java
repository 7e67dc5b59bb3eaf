package io.breakwater.admin.seal;

import io.breakwater.admin.chain.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the checkpoints of a chain with the entries that a walk meets. Not thread-safe. */
final class CheckpointCheck implements ChainWalk.Visitor {

    private final CheckpointKeys keys;
    private final List<Checkpoint> checkpoints;
    private int next;
    private @Nullable Fault fault;

    /**
     * @param checkpoints those behind the walk's beginning, oldest first
     */
    CheckpointCheck(CheckpointKeys keys, List<Checkpoint> checkpoints) {
        this.keys = keys;
        this.checkpoints = checkpoints;
    }

    @Override
    public boolean accepts(Entry entry) {
        if (next < checkpoints.size() && checkpoints.get(next).lastSequence() == entry.sequence()) {
            Checkpoint checkpoint = checkpoints.get(next);
            fault = checkpoint.lastHash().equals(entry.hash())
                    ? signature(checkpoint)
                    : Fault.of(entry.sequence(), Fault.Kind.CHECKPOINT_MISMATCH);
            if (fault != null) {
                return false;
            }
            next++;
        }
        return true;
    }

    /** What is wrong with a checkpoint's signature; null when it is good. */
    @Nullable
    Fault signature(Checkpoint checkpoint) {
        return keys.verifies(checkpoint) ? null : Fault.of(checkpoint.lastSequence(), Fault.Kind.SIGNATURE);
    }

    /** What was wrong on the way, or is missing at the end; null when nothing is. */
    @Nullable
    Fault end(ChainWalk walk) {
        if (fault == null && next < checkpoints.size()) {
            return Fault.of(walk.last() + 1, Fault.Kind.GAP);
        }
        return fault;
    }

    /** How many checkpoints hold. */
    int passed() {
        return next;
    }
}
