package io.breakwater.auth.throttle;

import java.time.Duration;

/**
 * What one counter allows.
 *
 * @param kind the counter's name in the table
 * @param free failures before the first delay
 * @param firstDelay the delay at that failure; it doubles with each further one
 * @param longestDelay where it stops doubling
 * @param forgetOneAfter the time of quiet after which one failure is forgotten
 */
record Policy(String kind, int free, Duration firstDelay, Duration longestDelay, Duration forgetOneAfter) {

    private static final int MOST_DOUBLINGS = 30;

    /** The delay that the given number of failures brings. */
    Duration delay(int failures) {
        if (failures < free) {
            return Duration.ZERO;
        }
        Duration delay = firstDelay.multipliedBy(1L << Math.min(failures - free, MOST_DOUBLINGS));
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }

    /** What is left of a number of failures after a time of quiet. */
    int remembered(int failures, Duration quiet) {
        long forgotten = Math.max(0, quiet.dividedBy(forgetOneAfter));
        return (int) Math.max(0, failures - forgotten);
    }

    /** One failure more; from where the delay is the longest on, counting further would only slow forgetting. */
    int charged(int failures) {
        return delay(failures).compareTo(longestDelay) < 0 ? failures + 1 : failures;
    }
}
