package io.breakwater.client;

import java.time.Duration;

/**
 * How requests are repeated.
 *
 * @param maxAttempts in all, the first included; 1 never repeats
 * @param maxElapsed from the first attempt to the beginning of the last one, at most
 * @param baseDelay the longest wait before the second attempt; it doubles with each further one
 * @param maxDelay the longest wait that nobody asked for. A {@code Retry-After} is honoured whole
 */
public record RetryPolicy(int maxAttempts, Duration maxElapsed, Duration baseDelay, Duration maxDelay) {

    /** Four attempts within 30 s, after at most 200, 400 and 800 ms. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(4, Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(10));

    /** Sends everything once. */
    public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public RetryPolicy {
        if (maxAttempts < 1 || maxElapsed.isNegative() || baseDelay.isNegative() || maxDelay.isNegative()) {
            throw new IllegalArgumentException("At least one attempt, and no negative times: " + maxAttempts + ", "
                    + maxElapsed + ", " + baseDelay + ", " + maxDelay);
        }
    }

    /**
     * The wait after so many failures in a row, when the server asks for none. Full jitter: a random part of an exponentially
     * growing span.
     *
     * @param random 0 to 1
     */
    Duration backoff(int failures, double random) {
        return part(span(failures), random);
    }

    /** The wait when the server asks for one: that whole, and a little jitter on top. */
    Duration asked(Duration retryAfter, double random) {
        return retryAfter.plus(part(span(1), random));
    }

    private Duration span(int failures) {
        var grown = baseDelay.multipliedBy(1L << Math.min(failures - 1, 30));
        return grown.compareTo(maxDelay) < 0 ? grown : maxDelay;
    }

    private static Duration part(Duration span, double random) {
        return Duration.ofNanos((long) (span.toNanos() * random));
    }
}
