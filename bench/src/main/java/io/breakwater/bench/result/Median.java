package io.breakwater.bench.result;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle one of several rounds. */
public final class Median {

    private Median() {}

    /** Of what each round says; the mean of the two in the middle when there is an even number of them. */
    public static <T> double of(Collection<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** How far the rounds are apart: the greatest less the smallest, as a share of the median. */
    public static <T> double spread(Collection<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[sorted.length - 1] - sorted[0]) / of(rounds, figure);
    }
}
