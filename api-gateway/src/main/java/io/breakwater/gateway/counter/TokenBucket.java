package io.breakwater.gateway.counter;

/**
 * A bucket that holds at most {@code burst} tokens and gains {@code limit} of them per window.
 *
 * @param level in units of 1/windowMs of a token, so that a millisecond refills exactly {@code limit} of them
 * @param sinceMs when the level was true
 * @param aheadMs how far {@code sinceMs} is ahead of a clock that stepped back
 */
record TokenBucket(long limit, long burst, long windowMs, long level, long sinceMs, long aheadMs) implements Counter {

    static TokenBucket full(long limit, long burst, long windowMs, long nowMs) {
        return new TokenBucket(limit, burst, windowMs, burst * windowMs, nowMs, 0);
    }

    @Override
    public TokenBucket at(long nowMs, Charge charge) {
        return at(nowMs, charge.limit(), charge.burst());
    }

    TokenBucket at(long nowMs, long newLimit, long newBurst) {
        long full = newBurst * windowMs;
        long untilFull = Math.ceilDiv(full, newLimit);
        long gained = Math.min(Math.max(0, nowMs - sinceMs), untilFull) * newLimit;
        long since = Math.max(sinceMs, nowMs);
        return new TokenBucket(newLimit, newBurst, windowMs, Math.min(level + gained, full), since, since - nowMs);
    }

    @Override
    public long room() {
        return Math.floorDiv(level, windowMs);
    }

    @Override
    public long waitMs(long cost) {
        long needed = cost * windowMs;
        return level >= needed ? 0 : Math.ceilDiv(needed - level, limit) + aheadMs;
    }

    @Override
    public TokenBucket charge(long cost) {
        return new TokenBucket(limit, burst, windowMs, level - cost * windowMs, sinceMs, aheadMs);
    }

    @Override
    public TokenBucket giveBack(long cost, long chargedAtMs) {
        return new TokenBucket(
                limit, burst, windowMs, Math.min(level + cost * windowMs, burst * windowMs), sinceMs, aheadMs);
    }
}
