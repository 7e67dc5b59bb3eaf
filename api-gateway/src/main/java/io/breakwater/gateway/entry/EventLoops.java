package io.breakwater.gateway.entry;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;

/** Brings results that complete on another event loop back to the one a request lives on. */
final class EventLoops {

    private EventLoops() {}

    /** The same result, told on the present context; at once when it is already there. */
    static <T> Future<T> here(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        Context context = Objects.requireNonNull(Vertx.currentContext(), "called on an event loop");
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(ignored -> promise.handle(result)));
        return promise.future();
    }
}
