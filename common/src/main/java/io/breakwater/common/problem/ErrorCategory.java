package io.breakwater.common.problem;

/** The family of an {@link ErrorCode}: what kind of thing the caller has to change. */
public enum ErrorCategory {
    VALIDATION,
    AUTHENTICATION,
    AUTHORIZATION,
    PAYMENT,
    NOT_FOUND,
    CONFLICT,
    RATE_LIMIT,
    QUOTA,
    UPSTREAM,
    UNAVAILABLE,
    INTERNAL
}
