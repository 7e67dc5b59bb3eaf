package io.breakwater.ingest.event;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.FieldViolation;
import io.breakwater.common.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as it was read: its content, or what is wrong with it.
 *
 * @param content null when there are violations
 * @param messageId the client's dedupe key in the body; null when it gave none
 * @param violations in the order of the body, with paths from the body's root
 */
public record EventDraft(
        @Nullable EventContent content, @Nullable String messageId, List<FieldViolation> violations) {

    public EventDraft {
        violations = List.copyOf(violations);
    }

    /** {@code VALIDATION_ERROR} with everything that is wrong. */
    public ProblemException asProblem() {
        ProblemException problem = ProblemException.of(ErrorCode.VALIDATION_ERROR);
        for (FieldViolation violation : violations) {
            problem = problem.with(violation);
        }
        return problem;
    }
}
