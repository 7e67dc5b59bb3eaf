package io.breakwater.common.problem;

import static io.breakwater.common.problem.ErrorCategory.AUTHENTICATION;
import static io.breakwater.common.problem.ErrorCategory.AUTHORIZATION;
import static io.breakwater.common.problem.ErrorCategory.INTERNAL;
import static io.breakwater.common.problem.ErrorCategory.PAYMENT;
import static io.breakwater.common.problem.ErrorCategory.QUOTA;
import static io.breakwater.common.problem.ErrorCategory.RATE_LIMIT;
import static io.breakwater.common.problem.ErrorCategory.UNAVAILABLE;
import static io.breakwater.common.problem.ErrorCategory.UPSTREAM;
import static io.breakwater.common.problem.ErrorCategory.VALIDATION;

/**
 * The catalogue of every error that a client can meet. The name is the code on the wire and never changes; the message
 * is for people and may. {@code docs/errors.md} is generated from this enum.
 */
public enum ErrorCode {
    INVALID_REQUEST(400, VALIDATION, "The request could not be read"),
    INVALID_PARAMETER(400, VALIDATION, "A parameter has an invalid value"),
    INVALID_CURSOR(400, VALIDATION, "The pagination cursor is malformed or has expired"),
    VALIDATION_ERROR(400, VALIDATION, "Invalid request body"),
    TEAM_REQUIRED(400, VALIDATION, "This key belongs to several teams: choose one with X-Team-Id"),

    UNAUTHENTICATED(401, AUTHENTICATION, "Authentication is required"),
    MISSING_API_KEY(401, AUTHENTICATION, "An API key is required"),
    INVALID_API_KEY(401, AUTHENTICATION, "The API key is malformed or unknown"),
    REVOKED_API_KEY(401, AUTHENTICATION, "The API key has been revoked"),
    EXPIRED_API_KEY(401, AUTHENTICATION, "The API key has expired"),
    INVALID_TOKEN(401, AUTHENTICATION, "The token is invalid or has expired"),

    PAYMENT_REQUIRED(402, PAYMENT, "The subscription is past due or cancelled"),

    FORBIDDEN(403, AUTHORIZATION, "You may not do this"),
    MISSING_SCOPE(403, AUTHORIZATION, "The credential lacks a scope that this needs"),
    TENANT_SUSPENDED(403, AUTHORIZATION, "This tenant is suspended"),

    NOT_FOUND(404, ErrorCategory.NOT_FOUND, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, VALIDATION, "This method is not allowed here"),
    CONFLICT(409, ErrorCategory.CONFLICT, "The request conflicts with the present state"),
    SYNC_IN_PROGRESS(409, ErrorCategory.CONFLICT, "A sync is already running"),
    IDEMPOTENCY_IN_FLIGHT(409, ErrorCategory.CONFLICT, "A request with this idempotency key is still running"),
    PAYLOAD_TOO_LARGE(413, VALIDATION, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, VALIDATION, "The content type is not supported; send application/json"),
    IDEMPOTENCY_MISMATCH(422, VALIDATION, "This idempotency key was used with another payload"),

    RATE_LIMITED(429, RATE_LIMIT, "Too many requests"),
    QUOTA_EXCEEDED(429, QUOTA, "A quota of the plan is used up"),

    INTERNAL_ERROR(500, INTERNAL, "An unexpected error occurred; quote the request id to support"),
    UPSTREAM_ERROR(502, UPSTREAM, "The service behind this route could not be reached"),
    SERVICE_UNAVAILABLE(503, UNAVAILABLE, "The service is temporarily unavailable"),
    DATABASE_UNAVAILABLE(503, UNAVAILABLE, "The database is temporarily unavailable"),
    KILL_SWITCH(503, UNAVAILABLE, "This has been switched off by the operator"),
    UPSTREAM_TIMEOUT(504, UPSTREAM, "The service behind this route did not answer in time");

    private final int status;
    private final ErrorCategory category;
    private final String defaultMessage;

    ErrorCode(int status, ErrorCategory category, String defaultMessage) {
        this.status = status;
        this.category = category;
        this.defaultMessage = defaultMessage;
    }

    /** The HTTP status in the default profile; a profile may map it. */
    public int status() {
        return status;
    }

    public ErrorCategory category() {
        return category;
    }

    /** A sentence fit for any client, without a final stop. */
    public String defaultMessage() {
        return defaultMessage;
    }
}
