package io.breakwater.gateway.proxy;

import io.breakwater.common.problem.ProblemException;
import io.vertx.core.Future;

/** A request on its way, and for as long as its answer, its stream of events or its WebSocket stays open. */
public interface OpenExchange {

    /**
     * Done when the answer is written to its end, was broken off, or the client has gone; fails with a {@link
     * ProblemException} when nothing of an answer was written.
     */
    Future<Void> done();

    /**
     * Ends it: with {@code problem} when nothing of an answer was written, else the client's connection is broken off. The
     * upstream's work is cancelled in both cases. Has no effect once it is {@link #done}. Safe from any thread.
     */
    void abort(ProblemException problem);
}
