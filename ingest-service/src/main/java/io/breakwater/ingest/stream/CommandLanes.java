package io.breakwater.ingest.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
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
 * The connections that commands of one kind go out on. Each event loop has one of its own, which lives on that loop: nothing is
 * handed to another thread, and what one turn of the loop sends, a whole batch or the requests of many clients, is one write,
 * which Redis carries out, and syncs to disk, at once. Callers on other threads share some connections, by the number that they
 * give. Either way the commands of one caller are carried out in the order in which they were sent. Thread-safe, never blocks.
 */
public final class CommandLanes {

    private final Supplier<PipelinedConnection> open;
    private final boolean gather;
    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
    private final List<PipelinedConnection> shared;

    /**
     * @param open makes a connection
     * @param gather whether several commands may go in one write: not to a cluster
     * @param sharedConnections of callers that are not on an event loop
     */
    CommandLanes(Supplier<PipelinedConnection> open, boolean gather, int sharedConnections) {
        this.open = open;
        this.gather = gather;
        this.shared =
                IntStream.range(0, sharedConnections).mapToObj(_ -> open.get()).toList();
    }

    /** To whatever the service's client asks, over connections of these lanes' own. */
    public static CommandLanes to(Redis redis, RedisNodes nodes, StreamConfig config) {
        return new CommandLanes(
                () -> new PipelinedConnection(redis, config.timeout()), !nodes.isCluster(), config.connections());
    }

    /**
     * Fails with {@link StreamUnavailableException}. What is gathered fails together, where Redis refuses one command: send only
     * commands in the same lanes that Redis takes or refuses alike.
     *
     * @param number chooses the connection of a caller that is not on an event loop
     */
    public Future<Response> send(int number, Request command) {
        Context loop = Vertx.currentContext();
        if (loop == null || !Context.isOnEventLoopThread()) {
            return shared.get(number % shared.size()).ask(command);
        }
        Lane lane = lanes.computeIfAbsent(Thread.currentThread(), _ -> new Lane(open.get()));
        return gather ? lane.gather(command, loop) : lane.connection.ask(command);
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
                awaiting.fail(new StreamUnavailableException("redis: no answer", null));
            } else {
                awaiting.complete(reply);
            }
        }
    }
}
