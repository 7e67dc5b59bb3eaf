package io.breakwater.internal;

import org.jspecify.annotations.Nullable;

/** Whoever asked does not take the rest of the answer. */
public final class AnswerCutOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerCutOffException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
