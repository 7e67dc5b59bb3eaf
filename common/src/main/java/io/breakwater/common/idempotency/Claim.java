package io.breakwater.common.idempotency;

import java.time.Duration;
import java.util.UUID;

/** What came of claiming an idempotency key. */
public sealed interface Claim {

    /**
     * The request is the first, and must be answered by whoever holds this.
     *
     * @param token proves later that the claim is still held
     */
    record Granted(IdempotentRequest request, UUID token) implements Claim {}

    /** The request was answered before. */
    record Answered(Outcome outcome) implements Claim {}

    /**
     * The first request is still running.
     *
     * @param retryAfter until its lease ends at the latest
     */
    record InFlight(Duration retryAfter) implements Claim {}

    /** The key was used for something else. */
    record Mismatch() implements Claim {}
}
