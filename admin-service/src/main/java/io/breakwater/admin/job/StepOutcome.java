package io.breakwater.admin.job;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of asking a service once. */
public sealed interface StepOutcome {

    /** What it has done so far, by kind; replaces what was recorded. */
    Map<String, Long> counts();

    /** What else is worth keeping, written as JSON; replaces what was recorded. */
    Map<String, ?> facts();

    /** The step is done. */
    record Done(Map<String, Long> counts, Map<String, ?> facts) implements StepOutcome {}

    /**
     * The service has more to do.
     *
     * @param waitsFor what it waits for; null for nothing
     * @param after when to ask again
     */
    record Unfinished(
            Map<String, Long> counts,
            Map<String, ?> facts,
            @Nullable String waitsFor,
            Duration after) implements StepOutcome {}
}
