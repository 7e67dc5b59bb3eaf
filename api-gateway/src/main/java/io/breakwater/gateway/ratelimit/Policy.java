package io.breakwater.gateway.ratelimit;

import java.time.Duration;

/**
 * A limit as data.
 *
 * @param name stable; what headers, metrics and the exchange's overrides call it
 * @param limit how many in a window; for a token bucket also its capacity
 * @param everywhere whether it holds for every request that has such a subject, or only on routes that name it
 */
public record Policy(
        String name,
        Subject subject,
        long limit,
        Duration window,
        Algorithm algorithm,
        OnRedisLost onRedisLost,
        boolean everywhere) {

    /** Whom a policy counts. */
    public enum Subject {
        /** The client's address (IPv6 by /64); counted when a request has no credential or a refused one. */
        IP,
        /** The API key; requests of users are not counted. */
        KEY
    }

    /** How a policy counts. */
    public enum Algorithm {
        /** Two weighted windows. */
        SLIDING_WINDOW,
        /** A bucket that refills continuously. */
        TOKEN_BUCKET
    }

    /** What a policy does while Redis cannot be asked. */
    public enum OnRedisLost {
        /** Lets every request pass. */
        OPEN,
        /** Refuses every request with 503. */
        CLOSED,
        /** Counts in this process alone. */
        LOCAL
    }
}
