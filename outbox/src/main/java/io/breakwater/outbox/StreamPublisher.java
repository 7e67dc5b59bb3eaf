package io.breakwater.outbox;

import java.util.List;

/** Where the relay puts entries. */
interface StreamPublisher {

    /**
     * Appends entries of one stream, in order. Returns when the stream has all of them.
     *
     * @return the ids that the stream gave them, in the same order
     * @throws RuntimeException when it is not known that it has: the relay will send all of them again
     */
    List<String> publish(String stream, List<StreamEntry> entries);
}
