package io.breakwater.gateway.ratelimit;

/**
 * One subject's count under one policy at one moment. Immutable; times are milliseconds of the epoch. The Lua scripts
 * beside this package do the same arithmetic, and are tested against this.
 */
sealed interface Counter permits SlidingWindow, TokenBucket {

    /** A subject that was never counted. */
    static Counter empty(Policy.Algorithm algorithm, long limit, long windowMs, long nowMs) {
        return switch (algorithm) {
            case SLIDING_WINDOW -> SlidingWindow.empty(limit, windowMs, nowMs);
            case TOKEN_BUCKET -> TokenBucket.full(limit, windowMs, nowMs);
        };
    }

    /** The same count at another moment and under what is now the limit. */
    Counter at(long nowMs, long limit);

    /** How many more would be admitted now; may be negative after the limit was lowered. */
    long room();

    /** Milliseconds until one more is admitted if nobody else calls; zero when one would be now. */
    long waitMs();

    /** The count after a request of that cost was admitted. */
    Counter charge(long cost);
}
