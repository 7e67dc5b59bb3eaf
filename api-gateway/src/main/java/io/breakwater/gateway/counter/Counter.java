package io.breakwater.gateway.counter;

/**
 * One subject's count under one policy at one moment. Immutable; times are milliseconds of the epoch. The Lua scripts
 * beside this package do the same arithmetic, and are tested against this.
 */
sealed interface Counter permits SlidingWindow, TokenBucket, Period {

    /** The same count at another moment and under what is now the charge's limit. */
    Counter at(long nowMs, Charge charge);

    /** How many more would be admitted now; may be negative after the limit was lowered. */
    long room();

    /**
     * Milliseconds until a request of that cost is admitted if nobody else calls; zero when one would be now.
     *
     * @param cost at most what the counter admits at once
     */
    long waitMs(long cost);

    /** The count after a request of that cost was admitted. */
    Counter charge(long cost);

    /** The count after what was charged at that moment was given back. */
    Counter giveBack(long cost, long chargedAtMs);
}
