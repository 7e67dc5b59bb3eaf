package io.breakwater.localstack.suite;

import org.jspecify.annotations.Nullable;

/** Something about the suite did not go as asked; the message is what to tell the person at the terminal. */
public final class SuiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SuiteException(String message) {
        this(message, null);
    }

    public SuiteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
