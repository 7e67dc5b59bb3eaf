package io.breakwater.outbox;

import java.util.List;

/** Where the relay puts entries. */
interface StreamPublisher {

    /**
     * Appends entries of one stream, in order. Returns when the stream has all of them.
     *
     * @throws RuntimeException when it is not known that it has: the relay will send all of them again
     */
    void publish(String stream, List<StreamEntry> entries);
}
