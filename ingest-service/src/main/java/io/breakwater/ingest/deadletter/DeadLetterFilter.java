package io.breakwater.ingest.deadletter;

import io.breakwater.common.problem.ProblemException;
import io.breakwater.ingest.event.EventFilter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters.
 *
 * @param reason null means any
 * @param events what else is asked of them; its state is not looked at
 */
record DeadLetterFilter(@Nullable String reason, EventFilter events) {

    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /**
     * @throws ProblemException {@code INVALID_PARAMETER} or {@code INVALID_CURSOR}
     */
    static DeadLetterFilter of(
            @Nullable String reason,
            @Nullable String eventName,
            @Nullable String participantId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String cursor,
            String limit) {
        if (reason != null && !REASON.matcher(reason).matches()) {
            throw ProblemException.invalidParameter("reason", "must be a reason's code");
        }
        return new DeadLetterFilter(reason, EventFilter.of(participantId, eventName, null, from, to, cursor, limit));
    }
}
