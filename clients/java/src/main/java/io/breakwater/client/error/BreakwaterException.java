package io.breakwater.client.error;

import org.jspecify.annotations.Nullable;

/** All that a call to Breakwater throws. */
public abstract class BreakwaterException extends RuntimeException {

    BreakwaterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
