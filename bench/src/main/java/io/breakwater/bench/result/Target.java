package io.breakwater.bench.result;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was aimed at, and what came out.
 *
 * @param bound the figure to stay below or to reach
 * @param atMost whether the bound is an upper one
 * @param stretch a bound beyond it that would be better still; null for none
 * @param measured null for what was not measured
 */
public record Target(
        String name,
        double bound,
        boolean atMost,
        @Nullable Double stretch,
        @Nullable Double measured,
        String unit) {

    /** To be at most {@code bound}. */
    public static Target atMost(String name, double bound, @Nullable Double measured, String unit) {
        return new Target(name, bound, true, null, measured, unit);
    }

    /** To be at least {@code bound}. */
    public static Target atLeast(String name, double bound, @Nullable Double measured, String unit) {
        return new Target(name, bound, false, null, measured, unit);
    }

    /** The same with a better bound to aim at. */
    public Target withStretch(double better) {
        return new Target(name, bound, atMost, better, measured, unit);
    }

    /** Whether it was measured and came out as it should. */
    public boolean met() {
        return meets(bound);
    }

    private boolean meets(double limit) {
        return measured != null && (atMost ? measured <= limit : measured >= limit);
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                "| %s | %s %s%s | %s | %s |%n",
                name,
                atMost ? "≤" : "≥",
                number(bound) + unit,
                stretch == null ? "" : " (stretch " + number(stretch) + unit + ")",
                measured == null ? "–" : number(measured) + unit,
                measured == null ? "not measured" : verdict());
    }

    private String verdict() {
        if (!met()) {
            return "missed";
        }
        return stretch != null && meets(stretch) ? "met, and the stretch" : "met";
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, Math.abs(figure) >= 100 ? "%,.0f" : "%.2f", figure);
    }
}
