package io.breakwater.gateway.counter;

/**
 * What was used since a period began. A counter is of one period; the next has another key.
 *
 * @param endsAtMs when it is of no interest any more
 */
record Period(long limit, long endsAtMs, long nowMs, long used) implements Counter {

    @Override
    public Period at(long now, Charge charge) {
        return new Period(charge.limit(), charge.endsAtMs(), now, used);
    }

    @Override
    public long room() {
        return limit - used;
    }

    @Override
    public long waitMs(long cost) {
        return room() >= cost ? 0 : Math.max(1, endsAtMs - nowMs);
    }

    @Override
    public Period charge(long cost) {
        return new Period(limit, endsAtMs, nowMs, used + cost);
    }

    @Override
    public Period giveBack(long cost, long chargedAtMs) {
        return new Period(limit, endsAtMs, nowMs, Math.max(0, used - cost));
    }
}
