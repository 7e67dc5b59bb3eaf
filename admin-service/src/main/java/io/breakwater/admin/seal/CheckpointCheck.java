package io.breakwater.admin.seal;

import io.breakwater.admin.chain.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Compares the checkpoints of a chain with each other, with the chain's head, and with the entries that a walk meets. Not
 * thread-safe.
 */
final class CheckpointCheck implements ChainWalk.Visitor {

    private final CheckpointKeys keys;
    private final Seals seals;
    /** The first checkpoint behind the walk's beginning. */
    private final int first;

    private int next;
    private @Nullable Fault fault;

    /**
     * @param start the entry that the walk begins behind, 0 for the beginning
     */
    CheckpointCheck(CheckpointKeys keys, Seals seals, long start) {
        this.keys = keys;
        this.seals = seals;
        this.first = (int) seals.checkpoints().stream()
                .filter(one -> one.lastSequence() <= start)
                .count();
        this.next = first;
    }

    @Override
    public boolean accepts(Entry entry) {
        if (next < seals.checkpoints().size()) {
            Checkpoint checkpoint = seals.checkpoints().get(next);
            if (checkpoint.lastSequence() == entry.sequence()) {
                fault = checkpoint.lastHash().equals(entry.hash())
                        ? at(next)
                        : Fault.of(entry.sequence(), Fault.Kind.CHECKPOINT_MISMATCH);
                if (fault != null) {
                    return false;
                }
                next++;
            }
        }
        return true;
    }

    /** What is wrong with the checkpoints up to the walk's beginning, from the first; null when nothing is. */
    @Nullable
    Fault before() {
        for (int i = 0; i < first; i++) {
            @Nullable Fault found = at(i);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What was wrong on the way, or is missing at the end; null when nothing is. */
    @Nullable
    Fault end(ChainWalk walk) {
        if (fault == null && next < seals.checkpoints().size()) {
            return Fault.of(walk.last() + 1, Fault.Kind.GAP);
        }
        return fault == null ? newest() : fault;
    }

    /** Whether a checkpoint is missing at the end, or one is there that the head knows nothing of; null when not. */
    @Nullable
    Fault newest() {
        long last = seals.lastSequence();
        return last == seals.sealedSequence()
                ? null
                : Fault.of(Math.min(last, seals.sealedSequence()) + 1, Fault.Kind.CHECKPOINT_MISMATCH);
    }

    /** How many checkpoints were met and hold. */
    int passed() {
        return next - first;
    }

    private @Nullable Fault at(int index) {
        Checkpoint checkpoint = seals.checkpoints().get(index);
        @Nullable Checkpoint previous = index == 0 ? null : seals.checkpoints().get(index - 1);
        long before = previous == null ? 0 : previous.lastSequence();
        if (!keys.verifies(checkpoint, previous)) {
            return keys.verifies(checkpoint)
                    ? Fault.of(before + 1, Fault.Kind.CHECKPOINT_MISMATCH)
                    : Fault.of(checkpoint.lastSequence(), Fault.Kind.SIGNATURE);
        }
        boolean follows = checkpoint.firstSequence() == before + 1
                && (previous == null || checkpoint.day().isAfter(previous.day()));
        return follows ? null : Fault.of(before + 1, Fault.Kind.CHECKPOINT_MISMATCH);
    }
}
