package io.breakwater.client.error;

/** 400, 413, 415, 422: the request is at fault; {@link #errors()} says where. */
public final class ValidationException extends ApiException {

    ValidationException(ErrorAnswer answer) {
        super(answer);
    }
}
