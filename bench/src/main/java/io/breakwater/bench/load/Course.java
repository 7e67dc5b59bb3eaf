package io.breakwater.bench.load;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One course of a plan: it begins when the first session asks for its turn, as connecting comes before. Confined to the
 * generator's event loop, but for {@link #begun}.
 */
final class Course {

    private final LoadPlan plan;
    private final CompletableFuture<Long> begun = new CompletableFuture<>();
    private @Nullable Timetable timetable;
    private @Nullable Tally tally;
    private long number;

    Course(LoadPlan plan) {
        this.plan = plan;
        this.number = plan.firstNumber();
    }

    /** When the warm-up began, by {@link System#nanoTime}. From any thread. */
    CompletableFuture<Long> begun() {
        return begun;
    }

    /** When the next request is due. */
    long next() {
        long now = System.nanoTime();
        if (timetable == null) {
            timetable = new Timetable(plan.perSecond(), now);
            tally = new Tally(now, plan);
            begun.complete(now);
        }
        return timetable.next(now);
    }

    /** What came of it, once it is over: a request that was due and that no session came to is one that was not answered. */
    LoadResult result() {
        Timetable left = timetable;
        if (left != null && plan.perSecond() != null) {
            for (boolean sent = true; sent; ) {
                sent = tally().due(left.next(0));
            }
        }
        return tally().result(plan.measured());
    }

    /** The number of the next request. */
    long nextNumber() {
        return number++;
    }

    /** There once somebody has asked for a turn. */
    Tally tally() {
        if (tally == null) {
            throw new IllegalStateException("the load has not begun");
        }
        return tally;
    }
}
