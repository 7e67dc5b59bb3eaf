package io.breakwater.ingest.event;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Where the futures of the accept path become what a resource returns. A {@link Uni} captures its caller's context at every step,
 * which a batch of a hundred events pays hundreds of times; a future does not, so it is brought back to its caller once.
 */
final class OnCaller {

    private OnCaller() {}

    /** What a future ends with, on the Vert.x context of whoever asks, if they are on one. */
    static <T> Uni<T> uni(Supplier<Future<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            Context caller = Vertx.currentContext();
            work.get().onComplete(done -> {
                Runnable tell = () -> {
                    if (done.succeeded()) {
                        answer.complete(done.result());
                    } else {
                        answer.fail(done.cause());
                    }
                };
                if (caller == null) {
                    tell.run();
                } else {
                    caller.runOnContext(_ -> tell.run());
                }
            });
        });
    }
}
