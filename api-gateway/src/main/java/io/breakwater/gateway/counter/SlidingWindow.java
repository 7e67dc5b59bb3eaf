package io.breakwater.gateway.counter;

/**
 * Two weighted windows: ⌈previous·(1−f)⌉ + current + cost ≤ limit, f being the part of the current window that has
 * passed.
 *
 * @param index number of the current window since the epoch
 * @param elapsedMs of the current window
 * @param aheadMs how far the current window's start is ahead of a clock that stepped back
 */
record SlidingWindow(long limit, long windowMs, long index, long elapsedMs, long aheadMs, long previous, long current)
        implements Counter {

    static SlidingWindow empty(long limit, long windowMs, long nowMs) {
        long index = Math.floorDiv(nowMs, windowMs);
        return new SlidingWindow(limit, windowMs, index, nowMs - index * windowMs, 0, 0, 0);
    }

    @Override
    public SlidingWindow at(long nowMs, Charge charge) {
        return at(nowMs, charge.limit());
    }

    SlidingWindow at(long nowMs, long newLimit) {
        long now = Math.floorDiv(nowMs, windowMs);
        long elapsed = nowMs - now * windowMs;
        if (now < index) {
            return new SlidingWindow(newLimit, windowMs, index, 0, index * windowMs - nowMs, previous, current);
        }
        if (now == index) {
            return new SlidingWindow(newLimit, windowMs, index, elapsed, 0, previous, current);
        }
        return new SlidingWindow(newLimit, windowMs, now, elapsed, 0, now == index + 1 ? current : 0, 0);
    }

    @Override
    public long room() {
        return limit - current - Math.ceilDiv(previous * (windowMs - elapsedMs), windowMs);
    }

    @Override
    public long waitMs(long cost) {
        if (room() >= cost) {
            return 0;
        }
        long spare = limit - cost - current;
        if (spare >= 0) {
            // Within this window, as soon as what is left of the previous one weighs no more than what is spare.
            return aheadMs + windowMs - spare * windowMs / previous - elapsedMs;
        }
        // In the next window, where today's current is the previous one.
        return aheadMs + windowMs - elapsedMs + windowMs - (limit - cost) * windowMs / current;
    }

    @Override
    public SlidingWindow charge(long cost) {
        return new SlidingWindow(limit, windowMs, index, elapsedMs, aheadMs, previous, current + cost);
    }

    @Override
    public SlidingWindow giveBack(long cost, long chargedAtMs) {
        long chargedIn = Math.floorDiv(chargedAtMs, windowMs);
        return new SlidingWindow(
                limit,
                windowMs,
                index,
                elapsedMs,
                aheadMs,
                chargedIn == index - 1 ? Math.max(0, previous - cost) : previous,
                chargedIn == index ? Math.max(0, current - cost) : current);
    }
}
