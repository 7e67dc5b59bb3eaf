package io.breakwater.client.error;

/** 404: there is no such thing here. */
public final class NotFoundException extends ApiException {

    NotFoundException(ErrorAnswer answer) {
        super(answer);
    }
}
