package io.breakwater.admin.analytics;

import io.breakwater.admin.rollup.EventCounts;
import io.breakwater.admin.rollup.RequestCounts;

/** What is added up on the way to {@link Figures}. */
record Counts(RequestCounts requests, EventCounts events) {

    static final Counts NONE = new Counts(RequestCounts.NONE, EventCounts.NONE);

    static Counts of(RequestCounts requests) {
        return new Counts(requests, EventCounts.NONE);
    }

    static Counts of(EventCounts events) {
        return new Counts(RequestCounts.NONE, events);
    }

    Counts plus(Counts other) {
        return new Counts(requests.plus(other.requests), events.plus(other.events));
    }

    /** By what groups are ordered. */
    long weight() {
        return requests.requests() + events.sum();
    }
}
