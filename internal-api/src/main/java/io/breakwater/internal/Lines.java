package io.breakwater.internal;

/** An answer in the making, one JSON document a line. Confined to one thread. */
public interface Lines {

    /**
     * Adds a line; waits while the caller reads slower than it is written.
     *
     * @param value written as JSON
     * @throws AnswerCutOffException when the caller is gone or reads nothing for too long: there is no use going on
     */
    void write(Object value);
}
