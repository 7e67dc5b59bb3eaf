package io.breakwater.client.error;

/** 409: the present state does not allow it. */
public final class ConflictException extends ApiException {

    ConflictException(ErrorAnswer answer) {
        super(answer);
    }
}
