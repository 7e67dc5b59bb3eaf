package io.breakwater.common.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that becomes an answer. Its {@link #problem()} is the public half, written to the client as it
 * stands; {@link #getMessage()} and {@link #getCause()} are the internal half, which is only ever logged.
 *
 * <p>Built fluently: {@code throw ProblemException.of(NOT_FOUND).internally("key " + id + " is of another tenant")}.
 * Instances are immutable; every builder method returns a new one. No stack trace is taken for codes below 500.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(
            Problem problem, Map<String, String> headers, @Nullable String internalMessage, @Nullable Throwable cause) {
        super(
                internalMessage == null ? problem.code().name() : internalMessage,
                cause,
                false,
                problem.code().status() >= 500);
        this.problem = problem;
        this.headers = headers;
    }

    /** A problem as it stands. */
    public static ProblemException of(Problem problem) {
        return new ProblemException(problem, Map.of(), null, null);
    }

    /** A problem with the catalogue's own message. */
    public static ProblemException of(ErrorCode code) {
        return of(Problem.of(code));
    }

    /** A problem with a public message of its own. */
    public static ProblemException of(ErrorCode code, String publicMessage) {
        return of(Problem.of(code).withMessage(publicMessage));
    }

    /** {@code VALIDATION_ERROR} naming one field. */
    public static ProblemException invalidField(String path, String message) {
        return of(ErrorCode.VALIDATION_ERROR).with(new FieldViolation(path, message));
    }

    /** {@code INVALID_PARAMETER} naming one query or path parameter. */
    public static ProblemException invalidParameter(String name, String message) {
        return of(ErrorCode.INVALID_PARAMETER).with(new FieldViolation(name, message));
    }

    public ProblemException with(FieldViolation violation) {
        List<FieldViolation> details = new ArrayList<>(problem.details());
        details.add(violation);
        return new ProblemException(problem.withDetails(details), headers, getMessage(), getCause());
    }

    /** Adds a machine-readable extra, for instance {@code kind} of a quota. */
    public ProblemException withField(String name, Object value) {
        return new ProblemException(problem.withField(name, value), headers, getMessage(), getCause());
    }

    /** Adds an answer header, for instance {@code Allow} or {@code Retry-After}. */
    public ProblemException withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new ProblemException(problem, Map.copyOf(all), getMessage(), getCause());
    }

    /** Says, for the log only, what happened. */
    public ProblemException internally(String message) {
        return new ProblemException(problem, headers, message, getCause());
    }

    /** Says, for the log only, what caused it. */
    public ProblemException causedBy(Throwable cause) {
        return new ProblemException(problem, headers, getMessage(), cause);
    }

    public Problem problem() {
        return problem;
    }

    public ErrorCode code() {
        return problem.code();
    }

    /** Headers to set on the answer; immutable. */
    public Map<String, String> headers() {
        return headers;
    }
}
