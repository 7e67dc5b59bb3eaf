package io.breakwater.bench.gateway;

import io.breakwater.bench.load.LoadGenerator;
import io.breakwater.bench.load.LoadPlan;
import io.breakwater.bench.process.BenchException;
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
record Measurement(Rounds limit, Rounds half) {

    private static final double HALF = 0.5;
    private static final int MOST_SPOILED = 5;

    /**
     * Some rounds of one load.
     *
     * @param whole those that count
     * @param spoiled how many others there were, in which not every request that was due was sent
     */
    record Rounds(List<Round> whole, int spoiled) {

        double median(ToDoubleFunction<Round> figure) {
            return Median.of(whole, figure);
        }
    }

    /** Warms the subject up at its limit, then measures it. */
    static Measurement of(LoadGenerator generator, Subject subject, Pace pace, Duration warmUp) {
        LoadPlan full = LoadPlan.get(subject.url(), subject.headers(), pace.settle(), pace.round());
        Round.run(generator, subject, full.lasting(warmUp, pace.round()));
        Rounds limit = rounds(generator, subject, full, pace);
        Rounds half = rounds(generator, subject, full.at(HALF * limit.median(Round::perSecond)), pace);
        return new Measurement(limit, half);
    }

    /**
     * Plays a load as often as the pace says, and once more for each round that is spoiled, as when the host does not run one of
     * the processes for a while.
     *
     * @throws BenchException if more than {@value #MOST_SPOILED} are spoiled: it is more than the subject can take
     */
    static Rounds rounds(LoadGenerator generator, Subject subject, LoadPlan plan, Pace pace) {
        for (int i = 0; subject.measured() != null && i < pace.rehearsals(); i++) {
            Round.run(generator, subject, plan);
        }
        List<Round> whole = new ArrayList<>();
        int spoiled = 0;
        while (whole.size() < pace.rounds()) {
            Round round = Round.run(generator, subject, plan);
            if (round.isWhole()) {
                whole.add(round);
            } else if (++spoiled > MOST_SPOILED) {
                throw new BenchException(
                        plan.url() + " does not answer all that is due at " + plan.perSecond() + "/s.");
            }
        }
        return new Rounds(List.copyOf(whole), spoiled);
    }

    /** How many rounds were played again. */
    int spoiled() {
        return limit.spoiled() + half.spoiled();
    }

    double atLimit(ToDoubleFunction<Round> figure) {
        return limit.median(figure);
    }

    double atHalf(ToDoubleFunction<Round> figure) {
        return half.median(figure);
    }

    /** How far the rounds of CPU time per request are apart, as a share of the median. */
    double cpuSpread() {
        return Median.spread(limit.whole(), Round::cpuMicros);
    }
}
