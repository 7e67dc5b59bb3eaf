package io.breakwater.bench.ingest;

import java.time.Duration;
import java.util.List;

/**
 * How long and how much.
 *
 * @param warmUp of the JVMs, before anything else
 * @param settle of each scenario, before its time that counts
 * @param accept how long each rate of single events counts
 * @param probe how long a rate of batches is tried
 * @param sustained how long the highest rate that was sustained counts
 * @param peers how long each peer is measured
 * @param singles events in a second, one to a request
 * @param batches events in a second, a hundred to a request; ascending
 */
record Scale(
        Duration warmUp,
        Duration settle,
        Duration accept,
        Duration probe,
        Duration sustained,
        Duration peers,
        List<Double> singles,
        List<Double> batches) {

    static Scale full() {
        return new Scale(
                Duration.ofSeconds(200),
                Duration.ofSeconds(3),
                Duration.ofSeconds(12),
                Duration.ofSeconds(12),
                Duration.ofSeconds(60),
                Duration.ofSeconds(8),
                List.of(1_000.0, 2_000.0, 5_000.0),
                List.of(4_000.0, 6_000.0, 8_000.0, 10_000.0, 15_000.0));
    }

    /** The same with other rates, and for as long. */
    Scale with(List<Double> ofSingles, List<Double> ofBatches, Duration lasting) {
        return new Scale(warmUp, settle, accept, probe, lasting, peers, ofSingles, ofBatches);
    }

    /** To see that everything works; the figures say nothing. */
    static Scale quick() {
        return new Scale(
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                List.of(50.0),
                List.of(500.0));
    }
}
