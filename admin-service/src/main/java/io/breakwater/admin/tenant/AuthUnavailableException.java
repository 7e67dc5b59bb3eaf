package io.breakwater.admin.tenant;

/** auth-service failed for now: worth another attempt, and counted by the circuit breaker. */
final class AuthUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AuthUnavailableException(String message) {
        super(message);
    }
}
