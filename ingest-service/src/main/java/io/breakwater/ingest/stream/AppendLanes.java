package io.breakwater.ingest.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The connections that appends go out on. Each event loop has one of its own, which lives on that loop: nothing is handed to
 * another thread, and what one turn of the loop appends, a whole batch or the requests of many clients, is one write, which
 * Redis carries out, and syncs to disk, at once. Callers on other threads share some connections, by partition. Either way
 * the entries of one caller lie in the order in which they were sent. Thread-safe, never blocks.
 */
final class AppendLanes {

    private final Supplier<PipelinedConnection> open;
    private final boolean gather;
    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
    private final List<PipelinedConnection> shared;

    /**
     * @param open makes a connection
     * @param gather whether several commands may go in one write: not to a cluster
     * @param sharedConnections of callers that are not on an event loop
     */
    AppendLanes(Supplier<PipelinedConnection> open, boolean gather, int sharedConnections) {
        this.open = open;
        this.gather = gather;
        this.shared =
                IntStream.range(0, sharedConnections).mapToObj(_ -> open.get()).toList();
    }

    /** Fails with {@link StreamUnavailableException}. */
    Future<Response> send(int partition, Request append) {
        Context loop = Vertx.currentContext();
        if (loop == null || !Context.isOnEventLoopThread()) {
            return shared.get(partition % shared.size()).ask(append);
        }
        Lane lane = lanes.computeIfAbsent(Thread.currentThread(), _ -> new Lane(open.get()));
        return gather ? lane.gather(append, loop) : lane.connection.ask(append);
    }

    /** Confined to its event loop. */
    private static final class Lane {

        private final PipelinedConnection connection;
        private List<Request> requests = new ArrayList<>();
        private List<Promise<Response>> answers = new ArrayList<>();

        Lane(PipelinedConnection connection) {
            this.connection = connection;
        }

        Future<Response> gather(Request request, Context loop) {
            Promise<Response> answer = Promise.promise();
            requests.add(request);
            answers.add(answer);
            if (requests.size() == 1) {
                loop.runOnContext(_ -> flush());
            }
            return answer.future();
        }

        private void flush() {
            List<Promise<Response>> awaiting = answers;
            List<Request> gathered = requests;
            requests = new ArrayList<>();
            answers = new ArrayList<>();
            connection
                    .ask(gathered)
                    .onSuccess(replies -> {
                        for (int i = 0; i < awaiting.size(); i++) {
                            answer(awaiting.get(i), replies.get(i));
                        }
                    })
                    .onFailure(failure -> awaiting.forEach(answer -> answer.fail(failure)));
        }

        private static void answer(Promise<Response> awaiting, @Nullable Response reply) {
            if (reply == null) {
                awaiting.fail(new StreamUnavailableException("redis: no position", null));
            } else {
                awaiting.complete(reply);
            }
        }
    }
}
