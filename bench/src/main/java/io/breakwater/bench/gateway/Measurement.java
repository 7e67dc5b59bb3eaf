package io.breakwater.bench.gateway;

import io.breakwater.bench.result.Median;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What one variant can do: rounds at its limit, and rounds at half of that.
 *
 * @param limit rounds with as many requests as the connections allow
 * @param half rounds at half of the median of those
 */
record Measurement(Rounds limit, Rounds half) {

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

    /**
     * How much more CPU time a request costs than the other's: the median of the ratios of rounds that were played beside each other,
     * so that a machine that is slower for a while is so for both.
     */
    double cpuOver(Measurement other) {
        List<Round> mine = limit.whole();
        List<Round> theirs = other.limit().whole();
        return Median.of(
                IntStream.range(0, mine.size()).boxed().toList(),
                i -> mine.get(i).cpuMicros() / theirs.get(i).cpuMicros());
    }

    /** How far the rounds of CPU time per request are apart, as a share of the median. */
    double cpuSpread() {
        return Median.spread(limit.whole(), Round::cpuMicros);
    }
}
