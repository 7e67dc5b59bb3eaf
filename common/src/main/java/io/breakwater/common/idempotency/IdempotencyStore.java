package io.breakwater.common.idempotency;

/** Remembers the outcomes of requests with an idempotency key. Implementations are thread-safe and may block. */
public interface IdempotencyStore {

    /** Claims the key for a request, visibly to everyone at once. */
    Claim claim(IdempotentRequest request);

    /**
     * Leaves the outcome in the present transaction.
     *
     * @throws io.breakwater.common.problem.ProblemException {@code IDEMPOTENCY_IN_FLIGHT} when the claim has been lost to
     *     another request, so that the transaction must be rolled back
     */
    void complete(Claim.Granted claim, Outcome outcome);

    /** Gives up a claim whose request had no outcome worth remembering; does nothing when it is lost or completed. */
    void release(Claim.Granted claim);
}
