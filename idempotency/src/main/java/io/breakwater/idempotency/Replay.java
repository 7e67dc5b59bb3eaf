package io.breakwater.idempotency;

import jakarta.ws.rs.core.Response;

/** Carries an answer past the return type of a resource's method. */
final class Replay extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Response response;

    Replay(Response response) {
        super("answered before", null, false, false);
        this.response = response;
    }

    Response response() {
        return response;
    }
}
