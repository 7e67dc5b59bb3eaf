package io.breakwater.gateway.ratelimit;

/**
 * A bucket that holds at most {@code limit} tokens and gains that many per window.
 *
 * @param level in units of 1/windowMs of a token, so that a millisecond refills exactly {@code limit} of them
 * @param sinceMs when the level was true
 * @param aheadMs how far {@code sinceMs} is ahead of a clock that stepped back
 */
record TokenBucket(long limit, long windowMs, long level, long sinceMs, long aheadMs) implements Counter {

    static TokenBucket full(long limit, long windowMs, long nowMs) {
        return new TokenBucket(limit, windowMs, limit * windowMs, nowMs, 0);
    }

    @Override
    public TokenBucket at(long nowMs, long newLimit) {
        long gained = Math.min(Math.max(0, nowMs - sinceMs), windowMs) * newLimit;
        long since = Math.max(sinceMs, nowMs);
        return new TokenBucket(newLimit, windowMs, Math.min(level + gained, newLimit * windowMs), since, since - nowMs);
    }

    @Override
    public long room() {
        return Math.floorDiv(level, windowMs);
    }

    @Override
    public long waitMs() {
        return level >= windowMs ? 0 : Math.ceilDiv(windowMs - level, limit) + aheadMs;
    }

    @Override
    public TokenBucket charge(long cost) {
        return new TokenBucket(limit, windowMs, level - cost * windowMs, sinceMs, aheadMs);
    }
}
