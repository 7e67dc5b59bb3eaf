package io.breakwater.bench.ingest;

import io.breakwater.bench.installation.Reading;
import io.breakwater.bench.load.LoadResult;
import java.util.List;

/**
 * What came of a scenario.
 *
 * @param spent between the beginning and the end of the time that counts
 * @param backlogBefore events that were accepted and not committed when it began
 * @param lagsMillis how long the oldest event in the log had waited, twice a second
 */
record Outcome(Scenario scenario, LoadResult load, Reading spent, double backlogBefore, List<Double> lagsMillis) {

    /** Of what is due in a second: more than that behind at the end is behind for good. */
    private static final double ALLOWED_BACKLOG_SECONDS = 0.5;

    Outcome {
        lagsMillis = lagsMillis.stream().sorted().toList();
    }

    double acceptedPerSecond() {
        return spent.accepted() / spent.seconds();
    }

    double committedPerSecond() {
        return spent.settled() / spent.seconds();
    }

    /** Events that were accepted and not committed when it ended. */
    double backlogAfter() {
        return backlogBefore + spent.accepted() - spent.settled();
    }

    /** Events that were due in a second: at random moments, so that they are more or less than the rate. */
    double duePerSecond() {
        return (load.latency().count() + load.failures()) * scenario.batch() / load.seconds();
    }

    /** Whether what was due was accepted and committed, and the backlog did not grow. */
    boolean isSustained() {
        return load.isAll(Scenario.ACCEPTED)
                && acceptedPerSecond() >= 0.97 * duePerSecond()
                && backlogAfter() - backlogBefore <= ALLOWED_BACKLOG_SECONDS * scenario.perSecond();
    }

    /**
     * The nearest rank.
     *
     * @param share above 0, at most 1
     */
    double lagMillis(double share) {
        return lagsMillis.isEmpty()
                ? Double.NaN
                : lagsMillis.get((int) Math.max(0, Math.ceil(share * lagsMillis.size()) - 1));
    }
}
