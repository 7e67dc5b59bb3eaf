package io.breakwater.auth.throttle;

/**
 * A login that was let through and charged. It counts as failed until {@link LoginThrottle#succeeded} or
 * {@link LoginThrottle#withdrawn} says otherwise.
 *
 * @param known whether the account was signed in to from this address before
 */
@SuppressWarnings("ArrayRecordComponent")
public record Attempt(byte[] account, byte[] address, byte[] pair, boolean known) {

    /** Without the names of the counters. */
    @Override
    public String toString() {
        return "Attempt[known=" + known + "]";
    }
}
