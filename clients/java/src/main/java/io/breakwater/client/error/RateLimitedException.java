package io.breakwater.client.error;

/** 429: a limit is met, or a quota used up (the code is {@code QUOTA_EXCEEDED}). */
public final class RateLimitedException extends ApiException {

    RateLimitedException(ErrorAnswer answer) {
        super(answer);
    }
}
