package io.breakwater.common.idempotency;

import io.breakwater.common.problem.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request came to, as it is remembered. */
public sealed interface Outcome {

    /**
     * It was done.
     *
     * @param status 2xx
     * @param headers those that a repetition is given too
     * @param body JSON without secrets; null when there was none
     */
    record Done(
            int status,
            Map<String, String> headers,
            @Nullable String body) implements Outcome {}

    /** It was refused, and would be again. */
    record Refused(Problem problem) implements Outcome {}
}
