package io.breakwater.ingest.worker;

/** Thrown inside a batch's transaction to roll it back: the partition is no longer ours, or not where we thought. */
final class Fenced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Fenced() {
        super("fenced", null, false, false);
    }
}
