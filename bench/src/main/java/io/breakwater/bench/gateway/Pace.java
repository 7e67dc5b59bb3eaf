package io.breakwater.bench.gateway;

import java.time.Duration;

/** How thorough a run is. */
public enum Pace {
    /** What is recorded. */
    FULL(5, Duration.ofSeconds(70), 3, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(8)),
    /** To see where one is: about a minute per variant. */
    QUICK(3, Duration.ofSeconds(30), 2, Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5)),
    /** To see that it runs: the figures mean nothing. */
    SMOKE(1, Duration.ofMillis(500), 0, Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1));

    private static final int LONGER = 3;

    private final int rounds;
    private final Duration warmUp;
    private final int rehearsals;
    private final Duration settle;
    private final Duration round;
    private final Duration admission;

    Pace(int rounds, Duration warmUp, int rehearsals, Duration settle, Duration round, Duration admission) {
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.rehearsals = rehearsals;
        this.settle = settle;
        this.round = round;
        this.admission = admission;
    }

    /** Of each measurement; the median counts. */
    int rounds() {
        return rounds;
    }

    /**
     * Of a JVM at its limit, before the first round. Long, as its compilers have but one core, which they share with what they
     * compile for.
     */
    Duration warmUp() {
        return warmUp;
    }

    /**
     * Rounds that do not count, before those that do. Each round opens and closes its connections and has a load of its own, which
     * makes a JVM give up code that it had compiled without them; what it compiles then would be charged to the first rounds.
     */
    int rehearsals() {
        return rehearsals;
    }

    /** Before what counts in a round. */
    Duration settle() {
        return settle;
    }

    /**
     * The same at a rate. Longer, as who is late because a load begins stays late for a while, and is charged for it until it has
     * caught up.
     */
    Duration settleAtHalf() {
        return settle.multipliedBy(LONGER);
    }

    /** What counts. */
    Duration round() {
        return round;
    }

    /** How long two gateways share a limit. */
    Duration admission() {
        return admission;
    }
}
