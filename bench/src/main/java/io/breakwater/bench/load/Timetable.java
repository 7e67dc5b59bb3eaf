package io.breakwater.bench.load;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When requests are due. A Poisson process: independent, exponentially distributed gaps, the same ones in each run. Confined
 * to the generator's event loop.
 */
final class Timetable {

    private static final long SEED = 20_260_101;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final double meanGapNanos;
    private double next;

    /**
     * @param perSecond null for a request whenever somebody can send one
     * @param beginNanos the moment before the first one, by {@link System#nanoTime}
     */
    Timetable(@Nullable Double perSecond, long beginNanos) {
        this.meanGapNanos = perSecond == null ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.next = beginNanos;
    }

    /** When the next request is due, by {@link System#nanoTime}: perhaps long ago. */
    long next(long nowNanos) {
        if (meanGapNanos == 0) {
            return nowNanos;
        }
        next -= Math.log1p(-random.nextDouble()) * meanGapNanos;
        return (long) next;
    }
}
