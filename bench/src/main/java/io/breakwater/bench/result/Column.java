package io.breakwater.bench.result;

/**
 * What a column of a table holds.
 *
 * @param unit as a person reads it; empty for a bare number
 * @param decimals how many are shown; JSON has all
 */
public record Column(String name, String unit, int decimals) {

    String title() {
        return unit.isEmpty() ? name : name + ", " + unit;
    }
}
