package io.breakwater.client.error;

/**
 * There was no answer: no connection, a broken one, none in time, or the thread was interrupted. Whether the request had an
 * effect is not known.
 */
public final class ConnectionException extends BreakwaterException {

    public ConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
