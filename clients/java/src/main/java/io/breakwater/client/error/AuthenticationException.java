package io.breakwater.client.error;

/** 401: no credential, or one that is no good. */
public final class AuthenticationException extends ApiException {

    AuthenticationException(ErrorAnswer answer) {
        super(answer);
    }
}
