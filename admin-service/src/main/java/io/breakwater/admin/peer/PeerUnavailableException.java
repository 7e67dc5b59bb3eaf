package io.breakwater.admin.peer;

/** Another service failed for now: worth another attempt, and counted by the circuit breaker. */
final class PeerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PeerUnavailableException(String message) {
        super(message);
    }
}
