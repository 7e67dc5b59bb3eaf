package io.breakwater.ingest.stream;

import org.jspecify.annotations.Nullable;

/** Redis is away, too slow, or refuses the command. Whether an append took place is then unknown. */
public final class StreamUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StreamUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
