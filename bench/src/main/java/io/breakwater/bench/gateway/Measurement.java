package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.result.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one variant can do: rounds at its limit, and rounds at half of that.
 *
 * @param limit rounds with as many requests as the connections allow
 * @param half rounds at half of the median of those
 */
record Measurement(List<Round> limit, List<Round> half) {

    private static final double HALF = 0.5;

    /** Warms the subject up at its limit, then measures it. */
    static Measurement of(LoadGenerator generator, Subject subject, Pace pace, Duration warmUp) {
        LoadPlan full = LoadPlan.get(subject.url(), subject.headers(), pace.settle(), pace.round());
        Round.run(generator, subject, full.lasting(warmUp, pace.round()));
        List<Round> limit = rounds(generator, subject, full, pace);
        List<Round> half = rounds(generator, subject, full.at(HALF * Median.of(limit, Round::perSecond)), pace);
        return new Measurement(limit, half);
    }

    static List<Round> rounds(LoadGenerator generator, Subject subject, LoadPlan plan, Pace pace) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < pace.rounds(); i++) {
            rounds.add(Round.run(generator, subject, plan));
        }
        return List.copyOf(rounds);
    }

    double atLimit(ToDoubleFunction<Round> figure) {
        return Median.of(limit, figure);
    }

    double atHalf(ToDoubleFunction<Round> figure) {
        return Median.of(half, figure);
    }

    /** How far the rounds of CPU time per request are apart, as a share of the median. */
    double cpuSpread() {
        return Median.spread(limit, Round::cpuMicros);
    }
}
