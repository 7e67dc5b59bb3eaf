package io.breakwater.client.error;

/** 403: the credential is good, but not for this. */
public final class PermissionDeniedException extends ApiException {

    PermissionDeniedException(ErrorAnswer answer) {
        super(answer);
    }
}
