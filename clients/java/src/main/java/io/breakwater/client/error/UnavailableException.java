package io.breakwater.client.error;

/** 502, 503, 504: for now it is not possible. */
public final class UnavailableException extends ApiException {

    UnavailableException(ErrorAnswer answer) {
        super(answer);
    }
}
