package io.breakwater.localstack.store;

import org.jspecify.annotations.Nullable;

/** A store could not be unpacked, started, set up or stopped; the message is a sentence for people. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        this(message, null);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
